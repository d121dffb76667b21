package dev.lockkeeper.guard.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tables of {@code testdata/schema}. */
class SchemaTablesTest {

    private static final LongSupplier CLOCK = System::nanoTime;
    private static final ValueBounds SMALL = new ValueBounds(10, 3, 4, -1000, 1000);

    @TestFactory
    Stream<DynamicTest> hostile_schemas_do_not_compile() {
        return Checkout.table("hostile.yaml").stream()
                .map(row -> dynamicTest(text(row, "name"), () -> {
                    var schema = (JsonObject) Checkout.json(source(row));
                    SchemaRefused refused = catchThrowableOfType(
                            SchemaRefused.class, () -> CompiledSchema.input(schema, SchemaLimits.DEFAULT, CLOCK));
                    assertThat(refused).isNotNull();
                    assertThat(refused.reason().code()).isEqualTo(row.get("reason"));
                    assertThat(refused).hasMessageContaining(text(row, "says"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_undeclared_or_unbounded_is_refused() {
        return Checkout.table("closed.yaml").stream()
                .map(row -> dynamicTest(text(row, "name"), () -> {
                    CompiledSchema schema = CompiledSchema.input(schema(row), SchemaLimits.DEFAULT, CLOCK);
                    Json args = Checkout.json(row.get("args"));
                    assertThat(outcome(schema.judge(args, Openness.CLOSED, SMALL)))
                            .as("closed")
                            .isEqualTo(row.get("closed"));
                    assertThat(outcome(schema.judge(args, Openness.OPEN, SMALL)))
                            .as("open")
                            .isEqualTo(row.getOrDefault("open", "ok"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_refusal_says_which_member_broke_which_bound() {
        return Checkout.table("messages.yaml").stream()
                .map(row -> dynamicTest(text(row, "says"), () -> {
                    CompiledSchema schema = CompiledSchema.input(schema(row), SchemaLimits.DEFAULT, CLOCK);
                    Findings findings = schema.judge(Checkout.json(row.get("args")), Openness.CLOSED, SMALL);
                    assertThat(findings.message()).isEqualTo(row.get("says"));
                }));
    }

    private static String outcome(Findings findings) {
        return findings.isEmpty() ? "ok" : findings.reason().code();
    }

    private static JsonObject schema(Map<String, Object> row) {
        var schema = ((JsonObject) Checkout.json(row.get("schema"))).with("type", "object");
        return row.get("draft") == null ? schema : schema.with("$schema", "http://json-schema.org/draft-07/schema#");
    }

    private static String source(Map<String, Object> row) {
        if (row.get("json") instanceof String json) {
            return json;
        }
        var repeat = (Map<?, ?>) requireNonNull(row.get("repeat"));
        int levels = (Integer) requireNonNull(repeat.get("levels"));
        String each = requireNonNull(repeat.get("each")).toString();
        var out = new StringBuilder().append(repeat.get("head"));
        for (int n = 0; n < levels; n++) {
            out.append(each.replace("{n}", Integer.toString(n)).replace("{n+1}", Integer.toString(n + 1)));
        }
        out.append(repeat.get("tail"));
        if (repeat.get("close") instanceof String close) {
            out.append(close.repeat(levels)).append(repeat.get("end"));
        }
        return out.toString();
    }

    private static String text(Map<String, Object> row, String member) {
        return requireNonNull(row.get(member)).toString();
    }
}
