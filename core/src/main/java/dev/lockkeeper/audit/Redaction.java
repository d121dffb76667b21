package dev.lockkeeper.audit;

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
import dev.lockkeeper.secret.SecretNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The redaction of one record. It remembers the secrets it found, to find them again where a message quotes them. */
final class Redaction {

    private static final int TEXT_DEPTH = 2;
    private static final int SHORTEST_QUOTED = 4;
    private static final int MOST_QUOTED = 64;
    private static final long MOST_COMPARISONS = 1L << 30;
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final Redactor redactor;
    private final SecretNames names;
    private final SecretText text;
    // The longest first, so that a secret within a secret leaves nothing of the longer one.
    private final Set<String> found = new TreeSet<>(
            (a, b) -> a.length() == b.length() ? a.compareTo(b) : Integer.compare(b.length(), a.length()));

    private final Map<String, String> digests = new HashMap<>();
    private long foundChars;
    private @Nullable Pattern quoted;

    Redaction(Redactor redactor, SecretNames names, SecretText text) {
        this.redactor = redactor;
        this.names = names;
        this.text = text;
    }

    JsonObject record(JsonObject body) {
        JsonObject redacted = members(body, (name, value) -> ownMember(name, value, false));
        return found.isEmpty() ? redacted : members(redacted, (name, value) -> ownMember(name, value, true));
    }

    // Of the record itself; below a member that is not the gateway's own, everything is a peer's.
    private Json ownMember(String name, Json value, boolean again) {
        // A peer's words too, but needed to find the record: a secret that only equals a part of them leaves them.
        if (name.equals("target") || name.equals("method")) {
            return !again && value instanceof JsonString string ? string(string, inner -> text(inner, true)) : value;
        }
        if (Redactor.OWN.contains(name)) {
            return value;
        }
        if (name.equals("opinions") && value instanceof JsonArray opinions) {
            return items(
                    opinions,
                    opinion -> opinion instanceof JsonObject object
                            ? members(object, (inner, cause) -> ownMember(inner, cause, again))
                            : opinion);
        }
        return again ? withoutFound(value) : member(name, value, 0);
    }

    private Json value(Json value, int depth) {
        return switch (value) {
            case JsonObject object -> object(object, depth);
            case JsonArray array -> array(array, depth);
            case JsonString string -> string(string, inner -> text(inner, depth));
            case JsonNumber number -> number;
            case JsonBoolean bool -> bool;
            case JsonNull none -> none;
        };
    }

    // A name below the record's own members is a peer's text too.
    private JsonObject object(JsonObject object, int depth) {
        String named = object.string("name") == null ? object.string("key") : object.string("name");
        return members(object, name -> text(name, false), (name, value) -> {
            boolean pair = name.equals("value") && named != null && names.isSecret(named, value);
            return pair ? replaced(value) : member(name, value, depth);
        });
    }

    private Json member(String name, Json value, int depth) {
        return names.isSecret(name, value) ? replaced(value) : value(value, depth);
    }

    // ["--password", "x"]: the argument after an option with a secret-looking name.
    private JsonArray array(JsonArray array, int depth) {
        var previous = new Json[] {JsonNull.NULL};
        return items(array, item -> {
            boolean follows = item instanceof JsonString
                    && previous[0] instanceof JsonString option
                    && option.value().startsWith("-")
                    && option.value().indexOf('=') < 0
                    && names.isSecret(option.value(), item);
            previous[0] = item;
            return follows ? replaced(item) : value(item, depth);
        });
    }

    private JsonString replaced(Json value) {
        remember(value);
        return new JsonString(redactor.digest(value));
    }

    private void remember(Json value) {
        switch (value) {
            case JsonObject object -> object.members().values().forEach(this::remember);
            case JsonArray array -> array.items().forEach(this::remember);
            case JsonString string -> remember(string.value());
            case JsonNumber number -> remember(number.literal());
            case JsonBoolean bool -> {}
            case JsonNull none -> {}
        }
    }

    private void remember(String secret) {
        if (secret.length() >= SHORTEST_QUOTED && found.size() < MOST_QUOTED && found.add(secret)) {
            foundChars += secret.length();
        }
    }

    private String text(String value, int depth) {
        if (depth < TEXT_DEPTH && holdsJson(value)) {
            try {
                Json inner = READER.read(value.getBytes(StandardCharsets.UTF_8));
                if (!value(inner, depth + 1).equals(inner)) {
                    return redactor.digest(new JsonString(value));
                }
            } catch (JsonRefused e) {
                // Then it is read as text.
            }
        }
        return text(value, true);
    }

    private String text(String value, boolean named) {
        String current = text.withoutForms(value, this::digest);
        if (current != null && named) {
            current = text.withoutNamed(current, this::digest);
        }
        return current == null ? digestOf(value) : current;
    }

    private String digest(String secret) {
        remember(secret);
        return digestOf(secret);
    }

    // A text may repeat one secret a hundred thousand times.
    private String digestOf(String secret) {
        return digests.computeIfAbsent(secret, text -> redactor.digest(new JsonString(text)));
    }

    private static boolean holdsJson(String value) {
        String bare = value.strip();
        return bare.startsWith("{") && bare.endsWith("}") || bare.startsWith("[") && bare.endsWith("]");
    }

    private Json withoutFound(Json value) {
        return switch (value) {
            case JsonObject object -> members(object, this::withoutFound, (name, inner) -> withoutFound(inner));
            case JsonArray array -> items(array, this::withoutFound);
            case JsonString string -> string(string, this::withoutFound);
            case JsonNumber number -> found.contains(number.literal()) ? replaced(number) : number;
            case JsonBoolean bool -> bool;
            case JsonNull none -> none;
        };
    }

    private String withoutFound(String value) {
        // A search costs at most their product; a text that would take seconds goes as a whole.
        if ((long) value.length() * foundChars > MOST_COMPARISONS) {
            return digestOf(value);
        }
        var matcher = anyFound().matcher(value);
        var out = new StringBuilder();
        int count = 0;
        while (matcher.find()) {
            if (matcher.group().startsWith(Redactor.PREFIX)) {
                continue;
            }
            if (++count > SecretText.MOST) {
                return digestOf(value);
            }
            matcher.appendReplacement(out, digestOf(matcher.group()));
        }
        return count == 0 ? value : matcher.appendTail(out).toString();
    }

    // Digests come first, so that a secret that looks like a part of one leaves it alone.
    private Pattern anyFound() {
        if (quoted == null) {
            quoted = Pattern.compile(Redactor.PREFIX + "[0-9a-f]{64}|"
                    + found.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        }
        return quoted;
    }

    private static JsonString string(JsonString string, UnaryOperator<String> change) {
        String changed = change.apply(string.value());
        return changed.equals(string.value()) ? string : new JsonString(changed);
    }

    // Most values have no secret and stay the instances that they are.
    private static JsonArray items(JsonArray array, UnaryOperator<Json> change) {
        List<Json> items = new ArrayList<>(array.items().size());
        boolean same = true;
        for (Json item : array.items()) {
            Json changed = change.apply(item);
            same &= changed.equals(item);
            items.add(changed);
        }
        return same ? array : new JsonArray(items);
    }

    private static JsonObject members(JsonObject object, BiFunction<String, Json, Json> change) {
        return members(object, name -> name, change);
    }

    private static JsonObject members(
            JsonObject object, UnaryOperator<String> rename, BiFunction<String, Json, Json> change) {
        List<String> names = new ArrayList<>(object.members().size());
        List<Json> values = new ArrayList<>(object.members().size());
        boolean same = true;
        for (var member : object.members().entrySet()) {
            String name = rename.apply(member.getKey());
            Json changed = change.apply(member.getKey(), member.getValue());
            same &= changed.equals(member.getValue()) && name.equals(member.getKey());
            names.add(name);
            values.add(changed);
        }
        if (same) {
            return object;
        }
        var members = new LinkedHashMap<String, Json>();
        for (int i = 0; i < names.size(); i++) {
            members.put(names.get(i), values.get(i));
        }
        return new JsonObject(members);
    }
}
