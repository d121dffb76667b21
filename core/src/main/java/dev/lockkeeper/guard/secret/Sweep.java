package dev.lockkeeper.guard.secret;

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
import dev.lockkeeper.secret.Hit;
import dev.lockkeeper.secret.Kind;
import dev.lockkeeper.secret.Placeholder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a value. Finds what may not pass, and makes the value with placeholders in its place. Every text is
 * looked at together with the name of its member; a text that holds JSON is walked through as well.
 */
@SuppressWarnings("ReferenceEquality") // What is unchanged stays the instance that it was.
final class Sweep {

    private static final int TEXT_DEPTH = 2;
    private static final int ROUNDS = 3;
    private static final int LONGEST_NAME = 128;
    // The bounds of a message, except that a name may be as long as a text.
    private static final JsonReader READER =
            new JsonReader(new JsonLimits(4 << 20, 64, 2 << 20, 2 << 20, 512, 9_999, 100_000, 100_000));

    private final Finder finder;
    private final Treatments.Effective treatments;
    private final Placeholder placeholders;
    private final List<Found> found = new ArrayList<>();
    private Treatment strictest = Treatment.ALLOW;

    Sweep(Finder finder, Treatments.Effective treatments, Placeholder placeholders) {
        this.finder = finder;
        this.treatments = treatments;
        this.placeholders = placeholders;
    }

    /** What was found, of secrets first. */
    List<Found> found() {
        return List.copyOf(found);
    }

    Treatment strictest() {
        return strictest;
    }

    Json walk(Json value) {
        return value(value, "", Place.ROOT, 0);
    }

    private Json value(Json value, String name, Place place, int depth) {
        return switch (value) {
            case JsonObject object -> object(object, place, depth);
            case JsonArray array -> array(array, name, place, depth);
            case JsonString string -> string(string, name, place, depth);
            case JsonNumber number -> number(number, name, place);
            case JsonBoolean bool -> bool;
            case JsonNull none -> none;
        };
    }

    private JsonObject object(JsonObject object, Place place, int depth) {
        String called = called(object);
        Map<String, Json> members = new LinkedHashMap<>();
        boolean same = true;
        for (var member : object.members().entrySet()) {
            String name = member.getKey();
            String written = text(name, "", place);
            // By the name that the result will have, so that it is judged alike wherever it is judged again.
            String meant = name.equals("value") && called != null ? called : written;
            Json value = value(member.getValue(), meant, place.member(written), depth);
            // Two names with one placeholder are one secret twice; neither member may hide the other.
            String free = written;
            for (int i = 2; members.containsKey(free); i++) {
                free = written + " " + i;
            }
            members.put(free, value);
            same &= value == member.getValue() && free.equals(name);
        }
        return same ? object : new JsonObject(members);
    }

    // Elements have the name of their array; the one after an option has that of the option: ["--password", "x"].
    private JsonArray array(JsonArray array, String name, Place place, int depth) {
        List<Json> items = new ArrayList<>(array.items().size());
        boolean same = true;
        String called = name;
        for (int i = 0; i < array.items().size(); i++) {
            Json item = array.items().get(i);
            Json changed = value(item, called, place.element(i), depth);
            boolean option = changed == item && item instanceof JsonString text && isOption(text.value());
            called = option ? ((JsonString) item).value() : name;
            same &= changed == item;
            items.add(changed);
        }
        return same ? array : new JsonArray(items);
    }

    private static boolean isOption(String text) {
        return text.startsWith("-")
                && text.length() < LONGEST_NAME
                && text.chars().noneMatch(c -> " =[".indexOf(c) >= 0);
    }

    // {"name": "DB_PASSWORD", "value": "x"}
    private @Nullable String called(JsonObject object) {
        String called = object.string("name") == null ? object.string("key") : object.string("name");
        boolean name = called != null
                && called.length() < LONGEST_NAME
                && called.indexOf('[') < 0
                && finder.find("", called, treatments).isEmpty();
        return name ? called : null;
    }

    private Json number(JsonNumber number, String name, Place place) {
        String literal = number.literal();
        // Shorter ones are nobody's card, account or phone, and no name makes a key of them.
        if (literal.length() < 3) {
            return number;
        }
        String changed = text(literal, name, place);
        return changed.equals(literal) ? number : new JsonString(changed);
    }

    private JsonString string(JsonString string, String name, Place place, int depth) {
        String value = string.value();
        String changed =
                depth < TEXT_DEPTH && holdsJson(value) ? json(value, name, place, depth) : text(value, name, place);
        return changed.equals(value) ? string : new JsonString(changed);
    }

    // Written anew where something in it is replaced, and otherwise left as it was written.
    private String json(String value, String name, Place place, int depth) {
        try {
            Json inner = READER.read(value.getBytes(StandardCharsets.UTF_8));
            Json changed = value(inner, name, place, depth + 1);
            return changed == inner ? value : changed.text();
        } catch (JsonRefused notJson) {
            return text(value, name, place);
        }
    }

    private static boolean holdsJson(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && value.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && value.charAt(to - 1) <= ' ') {
            to--;
        }
        return to - from > 1
                && (value.charAt(from) == '{' && value.charAt(to - 1) == '}'
                        || value.charAt(from) == '[' && value.charAt(to - 1) == ']');
    }

    private String text(String value, String name, Place place) {
        List<Hit> hits = finder.find(name, value, treatments);
        record(hits, place);
        String current = value;
        // What is left of a text could fit together to something new.
        for (int round = 0; round < ROUNDS && !hits.isEmpty(); round++) {
            current = replaced(current, hits);
            hits = finder.find(name, current, treatments);
        }
        if (hits.isEmpty() && current.contains("\\u")) {
            hits = finder.find(name, unescaped(current), treatments);
            record(hits, place);
        }
        return hits.isEmpty() ? current : placeholders.of(hits.getFirst().kind(), value);
    }

    // Code and JSON that is not read as such may write any character by its number.
    private static String unescaped(String text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int code = text.startsWith("\\u", i) && i + 6 <= text.length() ? number(text, i + 2) : -1;
            out.append(code < 0 ? text.charAt(i) : (char) code);
            i += code < 0 ? 0 : 5;
        }
        return out.toString();
    }

    private static int number(String text, int from) {
        int number = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private String replaced(String value, List<Hit> hits) {
        var out = new StringBuilder();
        int done = 0;
        for (Hit hit : hits) {
            out.append(value, done, hit.start())
                    .append(placeholders.of(hit.kind(), value.substring(hit.start(), hit.end())));
            done = hit.end();
        }
        return out.append(value, done, value.length()).toString();
    }

    private void record(List<Hit> hits, Place place) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (Hit hit : hits) {
            counts.merge(hit.kind(), 1, Integer::sum);
            strictest = Treatments.stricter(strictest, treatments.by().getOrDefault(hit.kind(), Treatment.DENY));
        }
        counts.forEach((kind, count) -> {
            if (found.size() < Screening.MOST) {
                found.add(new Found(kind, place.toString(), count));
            }
        });
    }
}
