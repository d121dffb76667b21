package dev.lockkeeper.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.policy.CaseTable;
import dev.lockkeeper.yaml.PrettyJson;
import dev.lockkeeper.yaml.YamlSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaFileTest {

    @Test
    void the_published_schema_is_the_generated_one() throws Exception {
        assertThat(Documents.text("docs/schema/lockkeeper.schema.json"))
                .as("regenerate with: lockkeeper policy schema > docs/schema/lockkeeper.schema.json")
                .isEqualTo(PrettyJson.text(LoadedPolicy.schema()));
    }

    @Test
    void the_published_schema_of_tables_is_the_generated_one() throws Exception {
        assertThat(Documents.text("docs/schema/policy-test.schema.json"))
                .as("regenerate with: lockkeeper policy schema --tests > docs/schema/policy-test.schema.json")
                .isEqualTo(PrettyJson.text(YamlSchema.of(CaseTable.class, "Cases for policy test")));
    }

    @Test
    void every_key_is_described() {
        List<String> silent = new ArrayList<>();
        silentKeys(LoadedPolicy.schema(), "", silent);
        silentKeys(YamlSchema.of(CaseTable.class, ""), "", silent);
        assertThat(silent).isEmpty();
    }

    private static void silentKeys(Json schema, String path, List<String> silent) {
        if (schema instanceof JsonObject object) {
            JsonObject properties = object.object("properties");
            if (properties != null) {
                properties.members().forEach((key, property) -> {
                    if (!(property instanceof JsonObject described) || described.string("description") == null) {
                        silent.add(path + "/" + key);
                    }
                });
            }
            object.members().forEach((name, member) -> silentKeys(member, path + "/" + name, silent));
        } else if (schema instanceof JsonArray array) {
            array.items().forEach(item -> silentKeys(item, path, silent));
        }
    }

    @Test
    void the_schema_refuses_what_the_loader_refuses_by_form() throws Exception {
        for (String text : List.of(
                "version: 2",
                "version: 1\nserves: {}",
                "version: 1\nservers: {a: {}}",
                "version: 1\nservers: {a: {run: x, url: y}}",
                "version: 1\nservers: {a: {run: x, allow: [{callers: b}]}}",
                "version: 1\nservers: {a: {run: x, allow: [1]}}",
                "version: 1\nservers: {a/b: {run: x}}",
                "version: 1\nlisten: {port: -1}",
                "version: 1\nservers: {a: {run: x, timeout: 5}}",
                "version: 1\nallow: [{tool: x}]")) {
            byte[] yaml = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Documents.violations(LoadedPolicy.schema(), yaml))
                    .as(text)
                    .isNotEmpty();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> LoadedPolicy.of("f", yaml))
                    .as(text)
                    .isInstanceOf(dev.lockkeeper.yaml.YamlInvalid.class);
        }
    }
}
