package dev.lockkeeper.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object; {@code members} keeps the order of the text and is unmodifiable. */
public record JsonObject(Map<String, Json> members) implements Json {

    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member of this name, or null where there is none. A member that is JSON null is {@link JsonNull}. */
    public @Nullable Json get(String name) {
        return members.get(name);
    }

    /** The string member of this name, or null where it is absent or not a string. */
    public @Nullable String string(String name) {
        return members.get(name) instanceof JsonString string ? string.value() : null;
    }

    /** The object member of this name, or null where it is absent or not an object. */
    public @Nullable JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : null;
    }

    /** The array member of this name, or null where it is absent or not an array. */
    public @Nullable JsonArray array(String name) {
        return members.get(name) instanceof JsonArray array ? array : null;
    }

    /** This object with one member set or replaced; a replaced member keeps its place. */
    public JsonObject with(String name, Json value) {
        var copy = new LinkedHashMap<>(members);
        copy.put(name, value);
        return new JsonObject(copy);
    }

    /** This object with one string member set or replaced. */
    public JsonObject with(String name, String value) {
        return with(name, new JsonString(value));
    }

    /** This object without the member of this name. */
    public JsonObject without(String name) {
        if (!members.containsKey(name)) {
            return this;
        }
        var copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new JsonObject(copy);
    }

    @Override
    public String toString() {
        return text();
    }
}
