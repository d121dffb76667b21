package dev.lockkeeper.guard.schema;

import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import dev.lockkeeper.guard.schema.Subschema.PatternMember;
import dev.lockkeeper.json.Folding;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document into {@link Subschema}s: from the root by the keywords that hold schemas, and on to whatever a
 * {@code $ref} points at. What it refuses never reaches the validator.
 */
final class SubschemaReader {

    /** Keywords that describe and restrict nothing. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "$schema",
            "$id",
            "$comment",
            "$anchor",
            "$dynamicAnchor",
            "$defs",
            "definitions",
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly");

    private record Reference(Subschema from, String target) {}

    private final Json document;
    private final SchemaDialect dialect;
    private final SchemaLimits limits;
    private final Effort effort;
    private final IdentityHashMap<Json, Subschema> read = new IdentityHashMap<>();
    private final Map<String, Subschema> anchors = new HashMap<>();
    private final Map<String, Regex> patterns = new HashMap<>();
    private final Deque<Reference> references = new ArrayDeque<>();
    private int count;

    SubschemaReader(Json document, SchemaDialect dialect, SchemaLimits limits, Effort effort) {
        this.document = document;
        this.dialect = dialect;
        this.limits = limits;
        this.effort = effort;
    }

    Subschema read() throws SchemaRefused {
        Subschema root = schema(document, new NodePath(PathType.JSON_POINTER));
        for (Reference next = references.poll(); next != null; next = references.poll()) {
            next.from().references.add(resolve(next.target()));
        }
        return root;
    }

    /** Every pattern of the schemas that were read, compiled. */
    Map<String, Regex> patterns() {
        return Map.copyOf(patterns);
    }

    private Subschema resolve(String target) throws SchemaRefused {
        var pointer = LocalReference.parse(target);
        if (pointer.anchor() != null) {
            Subschema anchored = anchors.get(pointer.anchor());
            if (anchored == null) {
                throw LocalReference.dangling();
            }
            return anchored;
        }
        return schema(pointer.in(document), pointer.place());
    }

    private Subschema schema(Json json, NodePath place) throws SchemaRefused {
        Subschema known = json instanceof JsonObject ? read.get(json) : null;
        if (known != null) {
            return known;
        }
        if (++count > limits.subschemas()) {
            throw new SchemaRefused(Reason.SCHEMA_TOO_LARGE, "it holds more than " + limits.subschemas() + " schemas.");
        }
        effort.checkTime();
        var schema = new Subschema(place);
        switch (json) {
            case JsonObject object -> {
                read.put(object, schema);
                fill(schema, object, place);
            }
            case JsonBoolean bool -> {
                schema.nothing = bool == JsonBoolean.FALSE;
                schema.constrains = schema.nothing;
            }
            default -> throw new SchemaRefused(Reason.SCHEMA_INVALID, "a schema in it is neither object nor boolean.");
        }
        return schema;
    }

    private void fill(Subschema schema, JsonObject json, NodePath place) throws SchemaRefused {
        identify(schema, json, place.getNameCount() == 0);
        reference(schema, json, "$ref");
        // Draft-07, section 8.3: members beside $ref are ignored; their schemas can still be referred to.
        boolean overruled = dialect == SchemaDialect.DRAFT_7 && json.get("$ref") != null;
        Subschema target = overruled ? new Subschema(place) : schema;
        if (dialect == SchemaDialect.DRAFT_2020_12) {
            reference(schema, json, "$dynamicRef");
        }
        applicators(target, json, place);
        schema.constrains = json.members().keySet().stream().anyMatch(name -> !DESCRIPTIONS.contains(name));
        if (!overruled) {
            assertions(schema, json);
        }
    }

    private void identify(Subschema schema, JsonObject json, boolean root) throws SchemaRefused {
        if (!root && json.get("$id") != null) {
            throw new SchemaRefused(Reason.SCHEMA_REFERENCE, "a schema within it has an $id of its own.");
        }
        Json nested = json.get("$schema");
        if (!root && nested != null && SchemaDialect.named(nested) != dialect) {
            throw new SchemaRefused(Reason.SCHEMA_DIALECT, "a schema within it has another $schema.");
        }
        if (dialect == SchemaDialect.DRAFT_2020_12) {
            for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
                String anchor = json.string(keyword);
                Subschema other = anchor == null ? null : anchors.put(anchor, schema);
                if (other != null && other != schema) {
                    throw new SchemaRefused(Reason.SCHEMA_REFERENCE, "two schemas within it have the same anchor.");
                }
            }
        }
    }

    private void reference(Subschema schema, JsonObject json, String keyword) throws SchemaRefused {
        Json target = json.get(keyword);
        if (target instanceof JsonString(String value)) {
            LocalReference.parse(value);
            references.add(new Reference(schema, value));
        } else if (target != null) {
            throw new SchemaRefused(Reason.SCHEMA_INVALID, "a reference in it is not a string.");
        }
    }

    private void applicators(Subschema schema, JsonObject json, NodePath place) throws SchemaRefused {
        list(json, "allOf", place, schema.allOf);
        list(json, "anyOf", place, schema.anyOf);
        list(json, "oneOf", place, schema.oneOf);
        schema.not = single(json, "not", place);
        schema.condition = single(json, "if", place);
        schema.consequence = single(json, "then", place);
        schema.alternative = single(json, "else", place);
        map(json, "properties", place, schema.properties);
        var byPattern = new HashMap<String, Subschema>();
        map(json, "patternProperties", place, byPattern);
        for (var member : byPattern.entrySet()) {
            schema.patterns.add(new PatternMember(pattern(member.getKey()), member.getValue()));
        }
        schema.additional = single(json, "additionalProperties", place);
        schema.memberNames = single(json, "propertyNames", place);
        schema.contains = single(json, "contains", place);
        switch (dialect) {
            case DRAFT_2020_12 -> {
                list(json, "prefixItems", place, schema.firstItems);
                schema.items = single(json, "items", place);
                map(json, "dependentSchemas", place, schema.dependents);
                schema.unevaluated = single(json, "unevaluatedProperties", place);
                schema.unevaluatedItems = single(json, "unevaluatedItems", place);
                single(json, "contentSchema", place);
            }
            case DRAFT_7 -> {
                boolean tuple = json.array("items") != null;
                list(json, "items", place, schema.firstItems);
                schema.items = single(json, tuple ? "additionalItems" : "items", place);
                map(json, "dependencies", place, schema.dependents);
            }
        }
        map(json, "$defs", place, new HashMap<>());
        map(json, "definitions", place, new HashMap<>());
        if (!schema.properties.isEmpty()) {
            schema.names = new Folding(schema.properties.keySet());
        }
    }

    private void assertions(Subschema schema, JsonObject json) throws SchemaRefused {
        schema.exact = json.get("const") != null || json.get("enum") != null;
        schema.maxLength = json.get("maxLength") != null;
        schema.maxItems = json.get("maxItems") != null;
        schema.maxProperties = json.get("maxProperties") != null;
        schema.minimum = json.get("minimum") != null || json.get("exclusiveMinimum") != null;
        schema.maximum = json.get("maximum") != null || json.get("exclusiveMaximum") != null;
        schema.types = types(json.get("type"));
        schema.onlyType = !schema.types.isEmpty()
                && json.members().keySet().stream()
                        .allMatch(name -> name.equals("type") || DESCRIPTIONS.contains(name));
        String pattern = json.string("pattern");
        if (pattern != null) {
            pattern(pattern);
        }
    }

    private static Set<String> types(@Nullable Json type) {
        var names = new HashSet<String>();
        List<Json> all = type instanceof JsonArray array ? array.items() : type == null ? List.of() : List.of(type);
        for (Json one : all) {
            if (one instanceof JsonString(String name)) {
                names.add(name);
            }
        }
        return Set.copyOf(names);
    }

    private Regex pattern(String text) throws SchemaRefused {
        Regex known = patterns.get(text);
        if (known != null) {
            return known;
        }
        if (patterns.size() >= limits.patterns()) {
            throw new SchemaRefused(Reason.SCHEMA_TOO_LARGE, "it holds more than " + limits.patterns() + " patterns.");
        }
        effort.checkTime();
        try {
            Regex compiled = Regex.compile(text, limits);
            patterns.put(text, compiled);
            return compiled;
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new SchemaRefused(
                    Reason.SCHEMA_PATTERN,
                    "a pattern in it is too large, or not one that can be matched in linear time"
                            + " (no look-around, no back-references).");
        }
    }

    private @Nullable Subschema single(JsonObject json, String keyword, NodePath place) throws SchemaRefused {
        Json value = json.get(keyword);
        return value instanceof JsonObject || value instanceof JsonBoolean
                ? schema(value, place.append(keyword))
                : null;
    }

    private void list(JsonObject json, String keyword, NodePath place, List<Subschema> into) throws SchemaRefused {
        JsonArray array = json.array(keyword);
        if (array != null) {
            List<Json> all = array.items();
            for (int i = 0; i < all.size(); i++) {
                into.add(schema(all.get(i), place.append(keyword).append(i)));
            }
        }
    }

    private void map(JsonObject json, String keyword, NodePath place, Map<String, Subschema> into)
            throws SchemaRefused {
        JsonObject object = json.object(keyword);
        if (object == null) {
            return;
        }
        for (String name : new ArrayList<>(object.members().keySet())) {
            Subschema member = single(object, name, place.append(keyword));
            if (member != null) {
                into.put(name, member);
            }
        }
    }

    /** Every schema that was read. */
    Collection<Subschema> all() {
        return read.values();
    }
}
