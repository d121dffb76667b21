package dev.lockkeeper.guard.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The required parts of the public JSON-Schema-Test-Suite, under plain validation. */
class JsonSchemaTestSuiteTest {

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();
    private int judged;

    @ParameterizedTest
    @ValueSource(strings = {"draft2020-12", "draft7"})
    void every_required_case_passes_or_is_refused_on_purpose(String draft) throws IOException {
        var files = Tar.files(Checkout.corpus("conformance/jsonschema-jss.tgz"));
        for (var file : files.entrySet()) {
            String name = file.getKey().replaceFirst("^(\\./)?tests/" + draft + "/", "");
            if (!name.contains("/") && name.endsWith(".json")) {
                for (Json group : ((JsonArray) Checkout.read(file.getValue())).items()) {
                    judge(name, (JsonObject) group, draft);
                }
            }
        }
        assertThat(judged).isGreaterThan(800);
        assertThat(wrong).isEmpty();
        // Each row of the table says why the case is refused.
        assertThat(refused).isEqualTo(refusedOnPurpose(draft));
    }

    private void judge(String file, JsonObject group, String draft) {
        String title = file + ": " + group.string("description");
        CompiledSchema schema;
        try {
            Json json = inDialect(requireNonNull(group.get("schema")), draft);
            schema = CompiledSchema.compile(json, SchemaLimits.DEFAULT, System::nanoTime);
        } catch (SchemaRefused e) {
            refused.add(e.reason().code() + " | " + title);
            return;
        }
        for (Json test : requireNonNull(group.array("tests")).items()) {
            var one = (JsonObject) test;
            Json data = requireNonNull(one.get("data"));
            Findings findings = schema.judge(data, Openness.SCHEMA_ONLY, ValueBounds.DEFAULT);
            judged++;
            if (findings.isEmpty() != (one.get("valid") == JsonBoolean.TRUE)) {
                wrong.add(title + ": " + one.string("description") + " -> " + findings);
            }
        }
    }

    private static Set<String> refusedOnPurpose(String draft) {
        return Checkout.table("suite-refusals.yaml").stream()
                .filter(row -> draft.equals(row.get("draft")))
                .map(row -> requireNonNull(row.get("why")).toString().isBlank()
                        ? "no reason"
                        : row.get("reason") + " | " + row.get("case"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Json inDialect(Json schema, String draft) {
        return draft.equals("draft7") && schema instanceof JsonObject object && object.get("$schema") == null
                ? object.with("$schema", "http://json-schema.org/draft-07/schema#")
                : schema;
    }
}
