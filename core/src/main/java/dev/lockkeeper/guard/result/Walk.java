package dev.lockkeeper.guard.result;

import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts every string of an answer, names of members too, to a {@link Change}, with its {@link Place}. Text blocks,
 * structured content, resources, messages, {@code _meta} and whatever else an answer holds are walked alike; only what is
 * changed is copied. A text that is itself JSON is walked inside first, two levels deep, and then as a text. Used by one
 * thread, once.
 */
final class Walk {

    private static final int MOST_NESTED = 2;
    private static final int MOST_POINTERS = 5;
    private static final int LONGEST_POINTER = 120;
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final Change change;
    private final boolean thorough;
    private final Place place = new Place();
    private final List<String> pointers = new ArrayList<>(0);
    private int changes;
    private int nested;

    /**
     * @param thorough whether JSON in a text is read as JSON also where it has no escapes: as a text it says the same,
     *     but for the names of its members
     */
    Walk(Change change, boolean thorough) {
        this.change = change;
        this.thorough = thorough;
    }

    Walk(Change change) {
        this(change, false);
    }

    /** The answer with its changes, if there are any. */
    ResultVerdict rewrite(Action action, Response response, Reason reason, String note) {
        return switch (response) {
            case Success success -> {
                JsonObject changed = object(Frame.of(action), success.result());
                yield changed == null
                        ? ResultVerdict.pass()
                        : new ResultVerdict.Replace(changed, reason, note + places());
            }
            case Failure failure -> {
                JsonObject changed = object(Frame.ERROR, failure.error());
                yield changed == null
                        ? ResultVerdict.pass()
                        : new ResultVerdict.ReplaceError(changed, reason, note + places());
            }
        };
    }

    private String places() {
        return " in " + changes + (changes == 1 ? " place: " : " places: ") + String.join(", ", pointers)
                + (changes > pointers.size() ? ", …" : "");
    }

    private @Nullable JsonObject object(Frame frame, JsonObject object) {
        JsonObject.Builder copy = null;
        Set<String> names = Set.of();
        int index = 0;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String name = member.getKey();
            place.enter(name);
            String renamed = apply(frame.names(), "", name);
            Json changed = member(frame, object, name, member.getValue());
            place.leave();
            if (copy == null && (renamed != null || changed != null)) {
                copy = beginning(object, index);
                names = new HashSet<>(object.members().keySet());
            }
            if (renamed != null) {
                // Two names that have become one would be a member less.
                String plain = renamed;
                for (int other = index; !names.add(renamed); other++) {
                    renamed = plain + "~" + other;
                }
            }
            if (copy != null) {
                copy.put(renamed == null ? name : renamed, changed == null ? member.getValue() : changed);
            }
            index++;
        }
        return copy == null ? null : copy.build();
    }

    private static JsonObject.Builder beginning(JsonObject object, int count) {
        var copy = JsonObject.builder();
        int left = count;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (left-- == 0) {
                break;
            }
            copy.put(member.getKey(), member.getValue());
        }
        return copy;
    }

    private @Nullable Json member(Frame frame, JsonObject object, String name, Json value) {
        Kind kind = frame.kind(name, object);
        String declared = kind == Kind.BLOB ? Objects.requireNonNullElse(object.string("mimeType"), "") : "";
        return value(frame.below(name, object), kind, declared, value);
    }

    private @Nullable Json value(Frame frame, Kind kind, String declared, Json value) {
        return switch (value) {
            case JsonObject object -> object(frame, object);
            case JsonArray array -> array(frame, kind, declared, array);
            case JsonString(String text) -> {
                String changed = string(kind, declared, text);
                yield changed == null ? null : new JsonString(changed);
            }
            case JsonNumber number -> null;
            case JsonBoolean bool -> null;
            case JsonNull none -> null;
        };
    }

    private @Nullable JsonArray array(Frame frame, Kind kind, String declared, JsonArray array) {
        List<Json> copy = null;
        for (int i = 0; i < array.items().size(); i++) {
            place.enter(i);
            Json changed = value(frame, kind, declared, array.items().get(i));
            place.leave();
            if (changed != null) {
                copy = copy == null ? new ArrayList<>(array.items()) : copy;
                copy.set(i, changed);
            }
        }
        return copy == null ? null : new JsonArray(copy);
    }

    private @Nullable String string(Kind kind, String declared, String text) {
        String inside = kind == Kind.TEXT && nested < MOST_NESTED && mayHoldJson(text) ? inside(text) : null;
        String changed = apply(kind, declared, inside == null ? text : inside);
        return changed == null ? inside : changed;
    }

    // Without an escape, JSON says as a text what it says as JSON.
    private boolean mayHoldJson(String text) {
        int from = 0;
        int to = text.length() - 1;
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to) <= ' ') {
            to--;
        }
        return to > from
                && (text.charAt(from) == '{' && text.charAt(to) == '}'
                        || text.charAt(from) == '[' && text.charAt(to) == ']')
                && (thorough || text.indexOf('\\') >= 0);
    }

    private @Nullable String inside(String text) {
        Json json;
        try {
            json = READER.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonRefused e) {
            return null;
        }
        nested++;
        Json changed = value(Frame.DATA, Kind.TEXT, "", json);
        nested--;
        return changed == null ? null : changed.text();
    }

    private @Nullable String apply(Kind kind, String declared, String text) {
        String changed = change.change(place.at(kind, declared), text);
        if (changed != null) {
            changes++;
            if (pointers.size() < MOST_POINTERS) {
                String pointer = place.pointer();
                pointers.add(
                        pointer.length() > LONGEST_POINTER ? pointer.substring(0, LONGEST_POINTER) + "…" : pointer);
            }
        }
        return changed;
    }
}
