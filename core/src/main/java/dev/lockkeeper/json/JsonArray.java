package dev.lockkeeper.json;

import java.util.List;

/** A JSON array; {@code items} is unmodifiable. */
public record JsonArray(List<Json> items) implements Json {

    public JsonArray {
        items = List.copyOf(items);
    }

    /** An array of strings. */
    public static JsonArray ofStrings(Iterable<String> values) {
        var items = new java.util.ArrayList<Json>();
        values.forEach(value -> items.add(new JsonString(value)));
        return new JsonArray(items);
    }

    @Override
    public String toString() {
        return text();
    }
}
