package dev.lockkeeper.guard.argument;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a tool's {@code inputSchema} admits strings: free ones, and those that it lists by {@code enum} or {@code const}.
 * What cannot be followed, such as recursion, counts as free from there on.
 */
public final class StringPlaces {

    private static final int DEEPEST = 12;
    private static final int MOST = 2_000;

    /**
     * A place where the schema admits strings.
     *
     * @param schema what the schema says of it, for its description and format
     */
    public record Free(Place place, JsonObject schema) {}

    /** A place where the schema lists what may stand. */
    private record Listed(Place place, List<Json> values) {}

    private final JsonObject root;
    private final Map<Place, Free> free = new LinkedHashMap<>();
    private final List<Listed> listed = new ArrayList<>();
    private int visits;

    private StringPlaces(JsonObject root) {
        this.root = root;
    }

    /** The places that the schema of a tool's arguments has; a schema that is missing admits strings everywhere. */
    public static StringPlaces of(@Nullable JsonObject inputSchema) {
        var places = new StringPlaces(inputSchema == null ? JsonObject.EMPTY : inputSchema);
        if (inputSchema == null) {
            places.free(List.of(Place.BELOW), JsonObject.EMPTY);
        } else {
            places.object(inputSchema, List.of(), 0);
        }
        return places;
    }

    /** Where any string may stand, in the order of the schema. */
    public List<Free> free() {
        return List.copyOf(free.values());
    }

    /**
     * Whether the schema lists this value for the path. What another branch of the schema would admit there is of no
     * consequence: the value is one that the schema names.
     */
    boolean lists(List<String> path, Json value) {
        for (Listed one : listed) {
            if (one.place().matches(path) && one.values().contains(value)) {
                return true;
            }
        }
        return false;
    }

    private void any(@Nullable Json schema, List<String> path, int depth) {
        if (schema == null || schema == JsonBoolean.FALSE) {
            return;
        }
        if (!(schema instanceof JsonObject object)) {
            everything(path, JsonObject.EMPTY);
            return;
        }
        if (depth > DEEPEST || ++visits > MOST) {
            everything(path, object);
            return;
        }
        Json only = object.get("const");
        if (only != null) {
            listed.add(new Listed(new Place(path), List.of(only)));
            return;
        }
        if (object.get("enum") instanceof JsonArray(List<Json> values)) {
            listed.add(new Listed(new Place(path), values));
            return;
        }
        boolean combined = combinations(object, path, depth);
        boolean typed = object.get("type") != null;
        if (typed ? admits(object, "string") : !combined && !shaped(object)) {
            free(path, object);
        }
        if (admits(object, "object")) {
            object(object, path, depth);
        }
        if (admits(object, "array")) {
            items(object, path, depth);
        }
    }

    // A schema without a type that only says how objects or arrays look is about those.
    private static boolean shaped(JsonObject schema) {
        return schema.get("properties") != null || schema.get("items") != null || schema.get("$ref") != null;
    }

    private boolean combinations(JsonObject schema, List<String> path, int depth) {
        boolean some = false;
        for (String word : List.of("anyOf", "oneOf", "allOf")) {
            JsonArray branches = schema.array(word);
            if (branches != null) {
                some = true;
                branches.items().forEach(branch -> any(branch, path, depth + 1));
            }
        }
        for (String word : List.of("if", "then", "else")) {
            if (schema.get(word) instanceof JsonObject branch && branch.get("type") != null) {
                any(branch, path, depth + 1);
            } else if (schema.get(word) instanceof JsonObject branch) {
                object(branch, path, depth + 1);
            }
        }
        if (schema.get("$ref") instanceof JsonString(String reference)) {
            some = true;
            any(resolved(reference), path, depth + 1);
        }
        return some;
    }

    private @Nullable Json resolved(String reference) {
        if (!reference.startsWith("#/")) {
            return reference.equals("#") ? root : JsonBoolean.TRUE;
        }
        Json here = root;
        for (String token : reference.substring(2).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            here = here instanceof JsonObject object ? object.get(name) : null;
        }
        return here == null ? JsonBoolean.TRUE : here;
    }

    private void object(JsonObject schema, List<String> path, int depth) {
        JsonObject properties = schema.object("properties");
        if (properties != null) {
            properties.members().forEach((name, below) -> property(name, below, path, depth));
        }
        if (schema.get("patternProperties") instanceof JsonObject patterns) {
            patterns.members().values().forEach(below -> any(below, down(path, Place.ANY), depth + 1));
        }
        // Members that nothing declares are refused elsewhere, unless the schema says how they look.
        if (schema.get("additionalProperties") instanceof JsonObject others) {
            any(others, down(path, Place.ANY), depth + 1);
        }
        if (depth == 0) {
            rootCombinations(schema, path);
        }
    }

    private void property(String name, Json schema, List<String> path, int depth) {
        // A name that looks like a wildcard could be typed only as if it were one.
        if (name.equals(Place.ANY) || name.equals(Place.BELOW)) {
            everything(down(path, Place.ANY), JsonObject.EMPTY);
        } else {
            any(schema, down(path, name), depth + 1);
        }
    }

    private void rootCombinations(JsonObject schema, List<String> path) {
        for (String word : List.of("anyOf", "oneOf", "allOf")) {
            JsonArray branches = schema.array(word);
            if (branches != null) {
                branches.items().stream()
                        .filter(JsonObject.class::isInstance)
                        .forEach(branch -> object((JsonObject) branch, path, 1));
            }
        }
        if (schema.get("$ref") instanceof JsonString(String reference)
                && resolved(reference) instanceof JsonObject target
                && !target.equals(schema)) {
            object(target, path, 1);
        }
    }

    private void items(JsonObject schema, List<String> path, int depth) {
        JsonArray first = schema.array("prefixItems");
        Json items = schema.get("items");
        List<String> below = down(path, Place.ANY);
        if (first != null) {
            first.items().forEach(item -> any(item, below, depth + 1));
        }
        if (items instanceof JsonArray tuple) {
            tuple.items().forEach(item -> any(item, below, depth + 1));
            any(schema.get("additionalItems"), below, depth + 1);
        } else if (items != null) {
            any(items, below, depth + 1);
        } else if (first == null && "array".equals(schema.string("type"))) {
            everything(below, JsonObject.EMPTY);
        }
    }

    private static boolean admits(JsonObject schema, String type) {
        return switch (schema.get("type")) {
            case null -> true;
            case JsonString(String one) -> one.equals(type);
            case JsonArray several -> several.items().contains(new JsonString(type));
            case Json other -> true;
        };
    }

    private void everything(List<String> path, JsonObject schema) {
        free(path, schema);
        free(down(path, Place.BELOW), schema);
    }

    private void free(List<String> path, JsonObject schema) {
        if (path.isEmpty()) {
            return;
        }
        Place place = new Place(path);
        free.putIfAbsent(place, new Free(place, schema));
    }

    private static List<String> down(List<String> path, String token) {
        var below = new ArrayList<>(path);
        below.add(token);
        return below;
    }
}
