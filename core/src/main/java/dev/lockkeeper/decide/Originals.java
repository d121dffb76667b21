package dev.lockkeeper.decide;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.Map;

/** What an answer said in the places where it was changed, as much of it as a record holds. Used by one thread, once. */
final class Originals {

    /** The longest text that one record keeps of an answer, in UTF-16 code units. */
    static final int MOST_CHARS = 16 << 10;

    private static final int LONGEST_LINE = 4 << 10;
    private static final int MOST_PLACES = 256;

    private final JsonObject.Builder kept = JsonObject.builder();
    private int places;
    private int room = MOST_CHARS;
    private boolean cut;

    private Originals() {}

    /** Adds what is to be recorded: by JSON Pointer (RFC 6901) what stood there, and whether anything was left out. */
    static void put(JsonObject before, JsonObject after, JsonObject.Builder body) {
        var originals = new Originals();
        originals.compare("", before, after);
        body.put("original", originals.kept.build());
        if (originals.cut) {
            body.put("originalCut", JsonBoolean.TRUE);
        }
    }

    /** The beginning of a text. */
    static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // Not through a word or, where lines are short, a line: redaction would not know half of a secret.
        int end = text.lastIndexOf('\n', most);
        if (end < most - LONGEST_LINE) {
            end = text.lastIndexOf(' ', most);
        }
        return text.substring(0, Math.max(0, end));
    }

    private void compare(String pointer, Json before, Json after) {
        if (room == 0) {
            cut |= !before.equals(after);
            return;
        }
        if (before instanceof JsonObject was && after instanceof JsonObject is) {
            for (Map.Entry<String, Json> member : was.members().entrySet()) {
                String place =
                        pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                Json now = is.get(member.getKey());
                if (now == null) {
                    keep(place, member.getValue());
                } else {
                    compare(place, member.getValue(), now);
                }
            }
        } else if (before instanceof JsonArray(List<Json> was)
                && after instanceof JsonArray(List<Json> is)
                && was.size() == is.size()) {
            for (int i = 0; i < was.size(); i++) {
                compare(pointer + "/" + i, was.get(i), is.get(i));
            }
        } else if (!before.equals(after)) {
            keep(pointer, before);
        }
    }

    private void keep(String pointer, Json value) {
        if (++places > MOST_PLACES || pointer.length() >= room) {
            room = 0;
            cut = true;
            return;
        }
        room -= pointer.length();
        String text = value instanceof JsonString(String string) ? string : value.text();
        String part = beginning(text, room);
        cut |= part.length() < text.length();
        room -= part.length();
        kept.put(pointer, value instanceof JsonString || part.length() < text.length() ? new JsonString(part) : value);
    }
}
