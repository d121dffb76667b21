package dev.lockkeeper.json;

import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON text: compact, members in their order. Escaped is what RFC 8259 section 7 demands, and what would steer a
 * terminal or an editor that shows the text: the other controls, ends of lines, and changes of direction.
 */
final class JsonWriter {

    private static final int FIRST = 512;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonWriter() {}

    static String text(Json value) {
        var out = new StringBuilder(FIRST);
        write(value, false, out);
        return out.toString();
    }

    /** The text with the members of every object sorted by the UTF-16 code units of their names. */
    static String canonical(Json value) {
        var out = new StringBuilder(FIRST);
        write(value, true, out);
        return out.toString();
    }

    private static void write(Json value, boolean sorted, StringBuilder out) {
        switch (value) {
            case JsonObject object -> {
                char separator = '{';
                Map<String, Json> members = object.members();
                for (Map.Entry<String, Json> member :
                        (sorted && members.size() > 1 ? new TreeMap<>(members) : members).entrySet()) {
                    out.append(separator);
                    string(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), sorted, out);
                    separator = ',';
                }
                out.append(separator == '{' ? "{}" : "}");
            }
            case JsonArray array -> {
                char separator = '[';
                for (Json item : array.items()) {
                    out.append(separator);
                    write(item, sorted, out);
                    separator = ',';
                }
                out.append(separator == '[' ? "[]" : "]");
            }
            case JsonString string -> string(string.value(), out);
            case JsonNumber number -> out.append(number.literal());
            case JsonBoolean bool -> out.append(bool == JsonBoolean.TRUE ? "true" : "false");
            case JsonNull none -> out.append("null");
        }
    }

    static void string(String value, StringBuilder out) {
        out.append('"');
        // What needs no escape is appended at one stroke.
        int done = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || steers(c) || Character.isSurrogate(c) && lone(value, i)) {
                out.append(value, done, i);
                escape(c, out);
                done = i + 1;
            }
        }
        out.append(value, done, value.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default ->
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }

    // C0, DEL and C1; Arabic letter mark; marks, embeddings, overrides and isolates of direction; U+2028 and U+2029,
    // which
    // end a line for readers that split on them.
    private static boolean steers(char c) {
        return c < 0x20
                || c >= 0x7f
                        && (c <= 0x9f
                                || c == 0x061c
                                || c == 0x200e
                                || c == 0x200f
                                || c >= 0x2028 && c <= 0x202e
                                || c >= 0x2066 && c <= 0x2069);
    }

    private static boolean lone(String value, int i) {
        char c = value.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 >= value.length() || !Character.isLowSurrogate(value.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(value.charAt(i - 1));
    }
}
