package dev.lockkeeper.gateway.config;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of the repository, and their validation by another implementation than the binder. */
final class Documents {

    static final Path ROOT = Path.of(System.getProperty("lockkeeper.root"));

    private Documents() {}

    static byte[] read(String path) throws Exception {
        return Files.readAllBytes(ROOT.resolve(path));
    }

    static String text(String path) throws Exception {
        return new String(read(path), StandardCharsets.UTF_8);
    }

    static List<String> violations(JsonObject schema, byte[] yaml) throws Exception {
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.text());
        return compiled.validate(YamlBinder.toJson("document", yaml).text(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
