package dev.lockkeeper.json;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A JSON object; {@code members} keeps the order of the text and is unmodifiable. */
public record JsonObject(Map<String, Json> members) implements Json {

    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
        members = members instanceof Members ? members : new Members(new LinkedHashMap<>(members));
    }

    /** Objects of several members are put together without a copy for each. */
    public static Builder builder() {
        return new Builder();
    }

    // INVARIANT: nobody changes the map afterwards.
    static JsonObject adopt(Map<String, Json> members) {
        return new JsonObject(new Members(members));
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
        return adopt(copy);
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
        return adopt(copy);
    }

    /** This object with only those members whose names the predicate takes. */
    public JsonObject only(Predicate<String> names) {
        var copy = new LinkedHashMap<>(members);
        return copy.keySet().removeIf(names.negate()) ? adopt(copy) : this;
    }

    @Override
    public String toString() {
        return text();
    }

    /** Members in the order in which they are put; one that is put again keeps its place. Used by one thread, once. */
    public static final class Builder {

        private @Nullable Map<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            members().put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder putAll(JsonObject object) {
            members().putAll(object.members());
            return this;
        }

        /** The object; the builder is of no use after this. */
        public JsonObject build() {
            Map<String, Json> done = members();
            members = null;
            return adopt(done);
        }

        private Map<String, Json> members() {
            if (members == null) {
                throw new IllegalStateException("the object is built");
            }
            return members;
        }
    }

    /** A map that cannot be changed, and of which that is known. */
    private static final class Members extends AbstractMap<String, Json> {

        private final Map<String, Json> map;

        Members(Map<String, Json> map) {
            this.map = Collections.unmodifiableMap(map);
        }

        @Override
        public @Nullable Json get(@Nullable Object name) {
            return map.get(name);
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return map.containsKey(name);
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public Set<String> keySet() {
            return map.keySet();
        }

        @Override
        public Collection<Json> values() {
            return map.values();
        }

        @Override
        public Set<Map.Entry<String, Json>> entrySet() {
            return map.entrySet();
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super Json> action) {
            map.forEach(action);
        }
    }
}
