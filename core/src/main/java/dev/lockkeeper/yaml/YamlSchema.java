package dev.lockkeeper.yaml;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes to editors what {@link YamlBinder} accepts, as a JSON Schema of dialect 2020-12. */
public final class YamlSchema {

    private final Map<String, Json> definitions = new LinkedHashMap<>();

    private YamlSchema() {}

    /** The schema of the documents that bind to the record. */
    public static JsonObject of(Class<? extends Record> type, String title) {
        var schema = new YamlSchema();
        JsonObject root = schema.mapping(type);
        var described = JsonObject.EMPTY
                .with("$schema", "https://json-schema.org/draft/2020-12/schema")
                .with("title", title);
        for (var member : root.members().entrySet()) {
            described = described.with(member.getKey(), member.getValue());
        }
        return described.with("$defs", new JsonObject(schema.definitions));
    }

    private JsonObject mapping(Class<?> type) {
        Shape shape = Shape.of(type);
        Map<String, Json> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Shape.Field field : shape.keys()) {
            JsonObject property = property(field);
            properties.put(field.key(), property);
            AlsoNamed also = field.get(AlsoNamed.class);
            if (also != null) {
                properties.put(also.value(), property);
            }
            if (field.required()) {
                required.add(field.key());
            }
        }
        JsonObject schema = described(type.getAnnotation(Doc.class))
                .with("type", "object")
                .with("properties", new JsonObject(properties))
                .with("additionalProperties", JsonBoolean.FALSE);
        if (!required.isEmpty()) {
            schema = schema.with("required", JsonArray.ofStrings(required));
        }
        List<Json> needs = new ArrayList<>();
        shape.needs().forEach(need -> needs.add(need(shape, need)));
        return needs.isEmpty() ? schema : schema.with("allOf", new JsonArray(needs));
    }

    private static JsonObject need(Shape shape, NeedsOne need) {
        List<Json> choices = new ArrayList<>();
        for (Shape.Field field : shape.keys()) {
            if (Arrays.asList(need.value()).contains(field.key())) {
                choices.add(JsonObject.EMPTY.with("required", JsonArray.ofStrings(List.of(field.key()))));
                AlsoNamed also = field.get(AlsoNamed.class);
                if (also != null) {
                    choices.add(JsonObject.EMPTY.with("required", JsonArray.ofStrings(List.of(also.value()))));
                }
            }
        }
        return JsonObject.EMPTY.with(need.exactly() ? "oneOf" : "anyOf", new JsonArray(choices));
    }

    private JsonObject property(Shape.Field field) {
        JsonObject schema = described(field.get(Doc.class));
        for (var member : value(field, field.type()).members().entrySet()) {
            schema = schema.with(member.getKey(), member.getValue());
        }
        Default fallback = field.get(Default.class);
        return fallback == null
                ? schema
                : schema.with("default", CoreSchema.toJson(YamlBinder.defaultNode(fallback.value())));
    }

    private JsonObject value(Shape.Field field, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return list(field, arguments[0]);
            }
            return generic.getRawType() == Map.class ? map(field, arguments[1]) : value(field, arguments[0]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Json.class) {
            return JsonObject.EMPTY;
        }
        if (raw == JsonObject.class) {
            return type("object");
        }
        if (raw.isRecord()) {
            return reference(raw);
        }
        if (raw == boolean.class) {
            return type("boolean");
        }
        if (raw == int.class || raw == Integer.class || raw == long.class) {
            return integer(field);
        }
        if (raw.isEnum()) {
            return type("string")
                    .with("enum", JsonArray.ofStrings(Shape.constants(raw).keySet()));
        }
        if (raw == Duration.class) {
            return type("string").with("pattern", "^" + Values.DURATION + "$");
        }
        Matches matches = field.get(Matches.class);
        return matches == null || raw == Instant.class
                ? type("string")
                : type("string").with("pattern", "^(?:" + matches.value() + ")$");
    }

    private JsonObject list(Shape.Field field, Type element) {
        JsonObject list = type("array").with("items", value(field, element));
        Range range = field.get(Range.class);
        if (range != null && range.min() > 0) {
            list = list.with("minItems", JsonNumber.of(range.min()));
        }
        if (range != null && range.max() < Long.MAX_VALUE) {
            list = list.with("maxItems", JsonNumber.of(range.max()));
        }
        OneOrMany one = field.get(OneOrMany.class);
        if (one == null) {
            return list;
        }
        JsonObject single = one.split() ? type("string") : value(field, element);
        return JsonObject.EMPTY.with("anyOf", new JsonArray(List.of(single, list)));
    }

    private JsonObject map(Shape.Field field, Type element) {
        // The pattern of a map is one of its keys.
        JsonObject map = type("object")
                .with("additionalProperties", element == String.class ? type("string") : value(field, element));
        Matches matches = field.get(Matches.class);
        return matches == null
                ? map
                : map.with("propertyNames", JsonObject.EMPTY.with("pattern", "^(?:" + matches.value() + ")$"));
    }

    private static JsonObject integer(Shape.Field field) {
        Range range = field.get(Range.class);
        JsonObject integer = type("integer");
        if (range == null) {
            return integer;
        }
        integer = integer.with("minimum", JsonNumber.of(range.min()));
        return range.max() == Long.MAX_VALUE ? integer : integer.with("maximum", JsonNumber.of(range.max()));
    }

    private JsonObject reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, JsonObject.EMPTY);
            JsonObject mapping = mapping(type);
            definitions.put(
                    name,
                    type.isAnnotationPresent(Shorthand.class)
                            ? JsonObject.EMPTY.with("anyOf", new JsonArray(List.of(type("string"), mapping)))
                            : mapping);
        }
        return JsonObject.EMPTY.with("$ref", "#/$defs/" + name);
    }

    private static JsonObject described(@org.jspecify.annotations.Nullable Doc doc) {
        return doc == null ? JsonObject.EMPTY : JsonObject.EMPTY.with("description", new JsonString(doc.value()));
    }

    private static JsonObject type(String name) {
        return JsonObject.EMPTY.with("type", name);
    }
}
