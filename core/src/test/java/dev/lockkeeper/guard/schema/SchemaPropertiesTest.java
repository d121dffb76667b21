package dev.lockkeeper.guard.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SchemaPropertiesTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Property(tries = 500)
    void what_is_accepted_closed_is_accepted_open(@ForAll("schemas") Json schema, @ForAll("values") Json value)
            throws SchemaRefused {
        CompiledSchema compiled = CompiledSchema.compile(schema, SchemaLimits.DEFAULT, System::nanoTime);
        if (compiled.judge(value, Openness.CLOSED, ValueBounds.DEFAULT).isEmpty()) {
            assertThat(compiled.judge(value, Openness.OPEN, ValueBounds.DEFAULT).isEmpty())
                    .isTrue();
        }
    }

    @Property(tries = 500)
    void what_is_accepted_open_is_accepted_by_the_schema_alone(
            @ForAll("schemas") Json schema, @ForAll("values") Json value) throws SchemaRefused {
        CompiledSchema compiled = CompiledSchema.compile(schema, SchemaLimits.DEFAULT, System::nanoTime);
        boolean plain =
                compiled.judge(value, Openness.SCHEMA_ONLY, ValueBounds.DEFAULT).isEmpty();
        boolean open = compiled.judge(value, Openness.OPEN, ValueBounds.DEFAULT).isEmpty();
        assertThat(!open || plain).isTrue();
    }

    /** A schema made from a value declares that value and nothing else: one more member anywhere is refused. */
    @Property(tries = 500)
    void one_undeclared_member_anywhere_is_refused(@ForAll("objects") Json value) throws SchemaRefused {
        CompiledSchema schema = CompiledSchema.compile(describing(value), SchemaLimits.DEFAULT, System::nanoTime);
        assertThat(schema.judge(value, Openness.CLOSED, ValueBounds.DEFAULT).isEmpty())
                .isTrue();
        for (Json changed : withOneMore(value)) {
            Findings findings = schema.judge(changed, Openness.CLOSED, ValueBounds.DEFAULT);
            assertThat(findings.isEmpty()).as(changed.text()).isFalse();
            assertThat(findings.reason()).isEqualTo(Reason.ARGUMENTS_UNDECLARED);
            assertThat(findings.message()).contains("zz: is not declared");
        }
    }

    @Property(tries = 500)
    void a_message_is_bounded_and_quotes_no_string_of_the_value(
            @ForAll("schemas") Json schema, @ForAll("values") Json value) throws SchemaRefused {
        CompiledSchema compiled = CompiledSchema.compile(schema, SchemaLimits.DEFAULT, System::nanoTime);
        Findings findings = compiled.judge(value, Openness.CLOSED, ValueBounds.DEFAULT);
        assertThat(findings.message()).hasSizeLessThanOrEqualTo(1_000).doesNotContain("s3cret");
    }

    @Property(tries = 500)
    void anything_compiles_or_is_refused_with_a_schema_reason(@ForAll("values") Json anything) {
        try {
            CompiledSchema compiled = CompiledSchema.compile(anything, SchemaLimits.DEFAULT, System::nanoTime);
            assertThat(compiled.judge(anything, Openness.CLOSED, ValueBounds.DEFAULT))
                    .isNotNull();
        } catch (SchemaRefused refused) {
            assertThat(refused.reason().code()).startsWith("schema.");
        }
    }

    @Provide
    Arbitrary<Json> values() {
        return value(3);
    }

    @Provide
    Arbitrary<Json> objects() {
        return object(value(2));
    }

    @Provide
    Arbitrary<Json> schemas() {
        return schema(3);
    }

    private static Arbitrary<Json> value(int depth) {
        Arbitrary<Json> scalar = Arbitraries.of(
                new JsonString("s3cret"),
                new JsonString(""),
                new JsonNumber("7"),
                new JsonNumber("-1.50"),
                JsonBoolean.TRUE,
                JsonNull.NULL);
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<Json> inner = value(depth - 1);
        Arbitrary<Json> array = inner.list().ofMaxSize(3).map(JsonArray::new);
        return Arbitraries.oneOf(scalar, array, object(inner));
    }

    private static Arbitrary<Json> object(Arbitrary<Json> member) {
        return Arbitraries.maps(Arbitraries.of(NAMES), member).ofMaxSize(3).map(JsonObject::new);
    }

    private static Arbitrary<Json> schema(int depth) {
        Arbitrary<Json> simple = Arbitraries.of(
                JsonBoolean.TRUE,
                JsonBoolean.FALSE,
                Checkout.json("{}"),
                Checkout.json("{\"type\":\"string\",\"minLength\":1}"),
                Checkout.json("{\"type\":[\"object\",\"null\"]}"),
                Checkout.json("{\"enum\":[7,\"\",{\"a\":7}]}"),
                Checkout.json("{\"minimum\":3}"));
        if (depth == 0) {
            return simple;
        }
        Arbitrary<Json> inner = schema(depth - 1);
        Arbitrary<Json> members =
                Arbitraries.maps(Arbitraries.of(NAMES), inner).ofMaxSize(3).map(JsonObject::new);
        Arbitrary<Json> several = inner.list().ofMinSize(1).ofMaxSize(3).map(JsonArray::new);
        Arbitrary<Map.Entry<String, Json>> keyword = Arbitraries.oneOf(
                keyword(members, "properties", "dependentSchemas"),
                keyword(several, "allOf", "anyOf", "oneOf", "prefixItems"),
                keyword(inner, "items", "contains", "not", "if", "then", "else", "propertyNames"),
                keyword(inner, "additionalProperties", "unevaluatedProperties", "unevaluatedItems"));
        Arbitrary<Json> composed = keyword.list().ofMinSize(1).ofMaxSize(3).map(entries -> {
            var object = JsonObject.EMPTY;
            for (var entry : entries) {
                object = object.with(entry.getKey(), entry.getValue());
            }
            return object;
        });
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(1, simple), net.jqwik.api.Tuple.of(4, composed));
    }

    private static Arbitrary<Map.Entry<String, Json>> keyword(Arbitrary<Json> value, String... names) {
        return Combinators.combine(Arbitraries.of(names), value).as(Map::entry);
    }

    private static Json describing(Json value) {
        return switch (value) {
            case JsonObject object -> {
                var properties = JsonObject.EMPTY;
                for (var member : object.members().entrySet()) {
                    properties = properties.with(member.getKey(), describing(member.getValue()));
                }
                yield JsonObject.EMPTY.with("properties", properties);
            }
            case JsonArray array ->
                JsonObject.EMPTY.with(
                        "prefixItems",
                        array.items().isEmpty()
                                ? new JsonArray(List.of(JsonBoolean.TRUE))
                                : new JsonArray(array.items().stream()
                                        .map(SchemaPropertiesTest::describing)
                                        .toList()));
            default -> JsonBoolean.TRUE;
        };
    }

    private static List<Json> withOneMore(Json value) {
        var all = new ArrayList<Json>();
        switch (value) {
            case JsonObject object -> {
                all.add(object.with("zz", JsonNull.NULL));
                object.members()
                        .forEach((name, member) ->
                                withOneMore(member).forEach(changed -> all.add(object.with(name, changed))));
            }
            case JsonArray array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    for (Json changed : withOneMore(array.items().get(i))) {
                        var items = new ArrayList<>(array.items());
                        items.set(i, changed);
                        all.add(new JsonArray(items));
                    }
                }
            }
            default -> {}
        }
        return all;
    }
}
