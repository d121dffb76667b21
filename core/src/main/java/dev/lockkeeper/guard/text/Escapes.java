package dev.lockkeeper.guard.text;

import org.jspecify.annotations.Nullable;

/** Escapes of programming languages that stand for any character: four digits, eight digits, braces, or two digits after x. */
final class Escapes {

    private Escapes() {}

    /** The text with every escape replaced, or null where there is none. */
    static @Nullable String decoded(String text) {
        var out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
            int start = digits(text, at);
            int end = start < 0 ? -1 : end(text, at, start);
            int codePoint = end < 0 ? -1 : Hex.value(text, start, end);
            if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
                at++;
                continue;
            }
            out.append(text, from, at).appendCodePoint(codePoint);
            from = start == at + 3 ? end + 1 : end;
            at = from;
        }
        return from == 0 ? null : out.append(text, from, text.length()).toString();
    }

    private static int digits(String text, int at) {
        if (at + 2 >= text.length() || "uxU".indexOf(text.charAt(at + 1)) < 0) {
            return -1;
        }
        return text.charAt(at + 2) == '{' ? at + 3 : at + 2;
    }

    private static int end(String text, int at, int start) {
        if (start == at + 3) {
            int close = start;
            while (close < text.length() && Hex.isDigit(text.charAt(close))) {
                close++;
            }
            return close < text.length() && text.charAt(close) == '}' ? close : -1;
        }
        return switch (text.charAt(at + 1)) {
            case 'x' -> start + 2;
            case 'u' -> start + 4;
            default -> Hex.value(text, start, start + 2) == 0 ? start + 8 : -1;
        };
    }
}
