package dev.lockkeeper.guard.text;

/** Whether anything in a text looks encoded. Says yes too often and never no where {@link Unfolding} finds something. */
final class NestedSigns {

    /** So many characters of base64 or hexadecimal inside of a text are looked at. */
    static final int WORD = 16;

    /** So many are where they are all there is. */
    static final int WHOLE = 8;

    private NestedSigns() {}

    static boolean in(String text) {
        int run = 0;
        boolean whole = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isWord(c)) {
                if (++run >= WORD) {
                    return true;
                }
                continue;
            }
            run = 0;
            if (c == '%' || c == '&' || c == '\\') {
                return true;
            }
            whole &= c == '=' || c == '\r' || c == '\n';
        }
        return whole && text.length() >= WHOLE || mayBeJson(text);
    }

    /** Whether the text begins and ends like an object, an array or a string of JSON. */
    static boolean mayBeJson(String text) {
        int first = 0;
        int last = text.length() - 1;
        while (first < last && isBlank(text.charAt(first))) {
            first++;
        }
        while (last > first && isBlank(text.charAt(last))) {
            last--;
        }
        if (first >= last) {
            return false;
        }
        char closing = text.charAt(last);
        return switch (text.charAt(first)) {
            case '{' -> closing == '}';
            case '[' -> closing == ']';
            case '"' -> closing == '"';
            default -> false;
        };
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_';
    }
}
