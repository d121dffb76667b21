package dev.lockkeeper.guard.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The required parts of the public JSON-Schema-Test-Suite. */
class JsonSchemaTestSuiteTest {

    @ParameterizedTest
    @ValueSource(strings = {"draft2020-12", "draft7"})
    void every_required_case_passes_or_is_refused_on_purpose(String draft) throws IOException {
        var files = Tar.files(Checkout.corpus("conformance/jsonschema-jss.tgz"));
        List<String> wrong = new ArrayList<>();
        var refused = new TreeSet<String>();
        int judged = 0;
        for (var file : files.entrySet()) {
            String name = file.getKey().replaceFirst("^(\\./)?tests/" + draft + "/", "");
            if (name.contains("/") || !name.endsWith(".json")) {
                continue;
            }
            for (Json group : ((JsonArray) Checkout.read(file.getValue())).items()) {
                var object = (JsonObject) group;
                String title = name + ": " + object.string("description");
                CompiledSchema schema;
                try {
                    schema = CompiledSchema.compile(dialect(object.get("schema"), draft), SchemaLimits.DEFAULT, System::nanoTime);
                } catch (SchemaRefused e) {
                    refused.add(e.reason().code() + " | " + title);
                    continue;
                }
                for (Json test : object.array("tests").items()) {
                    var one = (JsonObject) test;
                    var findings = schema.judge(one.get("data"), Openness.SCHEMA_ONLY, ValueBounds.DEFAULT);
                    judged++;
                    if (findings.isEmpty() != (one.get("valid") == JsonBoolean.TRUE)) {
                        wrong.add(title + ": " + one.string("description") + " -> " + findings);
                    }
                }
            }
        }
        wrong.forEach(System.out::println);
        refused.forEach(System.out::println);
        System.out.println(judged);
        assertThat(wrong).isEmpty();
    }

    private static Json dialect(Json schema, String draft) {
        return draft.equals("draft7") && schema instanceof JsonObject object && object.get("$schema") == null
                ? object.with("$schema", "http://json-schema.org/draft-07/schema#")
                : schema;
    }
}
