package dev.lockkeeper.json;

import java.util.Map;

/**
 * Writes JSON text: compact, members in their order. Escaped is what RFC 8259 section 7 demands, and what would steer a
 * terminal or an editor that shows the text: the other controls, ends of lines, and changes of direction.
 */
final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonWriter() {}

    static String text(Json value) {
        var out = new StringBuilder(128);
        write(value, out);
        return out.toString();
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case JsonObject object -> {
                char separator = '{';
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    out.append(separator);
                    string(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    separator = ',';
                }
                out.append(separator == '{' ? "{}" : "}");
            }
            case JsonArray array -> {
                char separator = '[';
                for (Json item : array.items()) {
                    out.append(separator);
                    write(item, out);
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
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (steers(c) || Character.isSurrogate(c) && lone(value, i)) {
                        out.append("\\u")
                                .append(HEX[c >> 12])
                                .append(HEX[c >> 8 & 15])
                                .append(HEX[c >> 4 & 15])
                                .append(HEX[c & 15]);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
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
