package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The tools of a server without its words: their names, and what their schemas say of where strings may stand. */
final class ListedTools {

    private static final Set<String> KEPT = Set.of("type", "enum", "const", "$ref");
    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "additionalItems",
            "additionalProperties",
            "anyOf",
            "oneOf",
            "allOf",
            "prefixItems",
            "if",
            "then",
            "else");
    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "definitions");

    private ListedTools() {}

    /** One line of JSON for each tool, as the files of {@code testdata/profiles/definitions} have them. */
    static List<String> lines(JsonArray tools) {
        return tools.items().stream()
                .map(JsonObject.class::cast)
                .map(tool -> JsonObject.EMPTY
                        .with("name", Yaml.text(tool, "name"))
                        .with("inputSchema", facts(Objects.requireNonNull(tool.get("inputSchema"))))
                        .text())
                .toList();
    }

    private static Json facts(Json schema) {
        return switch (schema) {
            case JsonObject object -> {
                Map<String, Json> facts = new LinkedHashMap<>();
                object.members().forEach((word, value) -> {
                    if (KEPT.contains(word)) {
                        facts.put(word, value);
                    } else if (SCHEMAS.contains(word)) {
                        facts.put(word, facts(value));
                    } else if (NAMED.contains(word)) {
                        facts.put(word, each((JsonObject) value, ListedTools::facts));
                    }
                });
                yield new JsonObject(facts);
            }
            case JsonArray(List<Json> several) ->
                new JsonArray(several.stream().map(ListedTools::facts).toList());
            case Json other -> other;
        };
    }

    private static JsonObject each(JsonObject object, UnaryOperator<Json> change) {
        Map<String, Json> changed = new LinkedHashMap<>();
        object.members().forEach((name, value) -> changed.put(name, change.apply(value)));
        return new JsonObject(changed);
    }
}
