package dev.lockkeeper.guard.url;

import org.jspecify.annotations.Nullable;

/** Base64 (RFC 4648, both alphabets) where it holds a text. */
final class Base64Text {

    /** The shortest that could hold a URL, such as {@code //0.0.0.0}. */
    private static final int SHORTEST = 12;

    private Base64Text() {}

    /** The end of the run of base64 that starts here. A slash ends it, unless it starts like a URL. */
    static int end(String text, int from) {
        boolean slashes = text.startsWith("aHR0c", from)
                || text.startsWith("SFRUU", from)
                || from > 0 && text.charAt(from - 1) == '=';
        int end = from;
        while (end < text.length() && value(text.charAt(end)) >= 0 && (slashes || text.charAt(end) != '/')) {
            end++;
        }
        return end;
    }

    /** The text at its beginning; null where it is too short, or has nothing of a URL. */
    static @Nullable String decode(String text, int from, int to) {
        if (to - from < SHORTEST) {
            return null;
        }
        var decoded = new StringBuilder((to - from) * 3 / 4);
        int bits = 0;
        for (int i = from; i < to; i++) {
            bits = bits << 6 | value(text.charAt(i));
            int have = (i - from) % 4;
            if (have == 0) {
                continue;
            }
            char c = (char) (bits >>> 6 - 2 * have & 0xff);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f) {
                break;
            }
            decoded.append(c);
        }
        return decoded.indexOf(":") >= 0 || decoded.indexOf("//") >= 0 || decoded.indexOf("%") >= 0
                ? decoded.toString()
                : null;
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (IpAddress.isDigit(c)) {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }
}
