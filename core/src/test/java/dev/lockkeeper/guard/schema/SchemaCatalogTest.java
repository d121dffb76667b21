package dev.lockkeeper.guard.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaCatalogTest {

    @Test
    void a_definition_is_compiled_once_even_for_many_at_a_time() throws Exception {
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime);
        Callable<SchemaCatalog.Entry> look = () -> catalog.of(tool("a", "{\"type\":\"object\"}"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SchemaCatalog.Entry>> all =
                    threads.invokeAll(IntStream.range(0, 50).mapToObj(i -> look).toList());
            SchemaCatalog.Entry first = all.get(0).get();
            for (Future<SchemaCatalog.Entry> one : all) {
                assertThat(one.get()).isSameAs(first);
            }
        }
    }

    @Test
    void a_refusal_is_remembered() {
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime);
        ToolDefinition tool = tool("a", "{\"type\":\"object\",\"$ref\":\"#\"}");
        assertThat(catalog.of(tool)).isInstanceOf(SchemaCatalog.Unusable.class).isSameAs(catalog.of(tool));
    }

    @Test
    void the_least_recently_used_is_forgotten() {
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 2, System::nanoTime);
        ToolDefinition a = tool("a", "{\"type\":\"object\"}");
        SchemaCatalog.Entry first = catalog.of(a);
        catalog.of(tool("b", "{\"type\":\"object\"}"));
        assertThat(catalog.of(a)).isSameAs(first);
        catalog.of(tool("c", "{\"type\":\"object\"}"));
        assertThat(catalog.of(a)).isSameAs(first);
        catalog.of(tool("d", "{\"type\":\"object\"}"));
        catalog.of(tool("e", "{\"type\":\"object\"}"));
        assertThat(catalog.of(a)).isNotSameAs(first);
    }

    @Test
    void compiling_stops_when_its_time_is_over() {
        var clock = new AtomicLong();
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 2, () -> clock.getAndAdd(1_000_000_000L));
        var entry = (SchemaCatalog.Unusable) catalog.of(tool("a", "{\"type\":\"object\",\"properties\":{\"a\":{}}}"));
        assertThat(entry.reason()).isEqualTo(Reason.SCHEMA_TIMEOUT);
        assertThat(entry.message()).contains("input schema: it takes too long to compile");
    }

    @Test
    void judging_stops_when_its_time_is_over() throws SchemaRefused {
        var clock = new AtomicLong();
        var step = new AtomicLong();
        var schema = CompiledSchema.input(
                (JsonObject) Checkout.json("{\"type\":\"object\"}"),
                SchemaLimits.DEFAULT,
                () -> clock.getAndAdd(step.get()));
        step.set(2_000_000_000L);
        Findings findings = schema.judge(JsonObject.EMPTY, Openness.CLOSED, ValueBounds.DEFAULT);
        assertThat(findings.reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
        assertThat(findings.message()).isEqualTo("/: takes more work to check than allowed.");
    }

    @Test
    void work_that_doubles_with_every_level_of_the_value_is_cut_short() throws SchemaRefused {
        var schema = CompiledSchema.input(
                (JsonObject) Checkout.json("{\"type\":\"object\",\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"allOf\":["
                        + "{\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\"}}},"
                        + "{\"properties\":{\"x\":{\"$ref\":\"#/$defs/a\"}}}]}}}"),
                SchemaLimits.DEFAULT,
                System::nanoTime);
        Findings findings = schema.judge(
                Checkout.json("{\"x\":".repeat(60) + "1" + "}".repeat(60)), Openness.CLOSED, ValueBounds.DEFAULT);
        assertThat(findings.reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
    }

    @Test
    void a_large_pattern_over_long_texts_is_cut_short() throws SchemaRefused {
        var schema = CompiledSchema.input(
                (JsonObject) Checkout.json("{\"type\":\"object\",\"properties\":{\"l\":{\"items\":"
                        + "{\"pattern\":\"((a{20}){20}){4}b\"}}}}"),
                SchemaLimits.DEFAULT,
                System::nanoTime);
        String text = '"' + "a".repeat(5_000) + '"';
        Findings findings = schema.judge(
                Checkout.json("{\"l\":[" + text + ("," + text).repeat(100) + "]}"),
                Openness.CLOSED,
                ValueBounds.DEFAULT);
        assertThat(findings.reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
    }

    private static ToolDefinition tool(String name, String schema) {
        return requireNonNull(
                ToolDefinition.of(JsonObject.EMPTY.with("name", name).with("inputSchema", Checkout.json(schema))));
    }
}
