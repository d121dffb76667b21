package dev.lockkeeper.guard.path;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import dev.lockkeeper.guard.Assessment;
import org.jspecify.annotations.Nullable;

/** The characters that no path may have, wherever in it they stand. */
final class Characters {

    private static final String RESERVED_BY_WINDOWS = "<>\"|?*";

    // Taken for a slash or a backslash where text is forced into an older character set, and by people.
    private static final String IMITATED_SEPARATORS = "\u2044\u2215\u2216\u29F5\u29F8\u29F9";

    // Halves of the Japanese and Korean code pages of Windows have a backslash in the place of these.
    private static final String WINDOWS_BACKSLASHES = "\u00A5\u20A9";

    private static final boolean[] HARMLESS = new boolean[0x80];

    static {
        for (char c = ' '; c < 0x7F; c++) {
            HARMLESS[c] = "0&$`\\".indexOf(c) < 0 && RESERVED_BY_WINDOWS.indexOf(c) < 0;
        }
    }

    private Characters() {}

    /** @param text with slashes for separators */
    static @Nullable Assessment objection(String text, PathStyle style) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && HARMLESS[c]) {
                continue;
            }
            Assessment objection = c < 0x80 ? ascii(text, i, style) : other(text, i, style);
            if (objection != null) {
                return objection;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
            }
        }
        return null;
    }

    private static @Nullable Assessment ascii(String text, int at, PathStyle style) {
        char c = text.charAt(at);
        if (c < ' ' || c == 0x7F) {
            return Objection.CONTROL;
        }
        if (c == '`' || c == '$' && (text.startsWith("(", at + 1) || text.startsWith("{", at + 1))) {
            return Objection.EXPANSION;
        }
        if (c == '\\') {
            return Objection.BACKSLASH;
        }
        if (c == '&' && entity(text, at + 1) || c == '0' && text.regionMatches(true, at, "0x2e0x2e", 0, 8)) {
            return Objection.OTHER_READING;
        }
        return style == PathStyle.WINDOWS && RESERVED_BY_WINDOWS.indexOf(c) >= 0 ? Objection.RESERVED : null;
    }

    /** Whether a character reference of HTML begins here: a name with its semicolon, or a number with or without. */
    private static boolean entity(String text, int at) {
        if (at < text.length() && text.charAt(at) == '#') {
            char first = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            return Ascii.digit(first) || first == 'x' || first == 'X';
        }
        int end = at;
        while (end < text.length() && (Ascii.letter(text.charAt(end)) || Ascii.digit(text.charAt(end)))) {
            end++;
        }
        return end > at && end < text.length() && text.charAt(end) == ';';
    }

    private static @Nullable Assessment other(String text, int at, PathStyle style) {
        int point = text.codePointAt(at);
        if (IMITATED_SEPARATORS.indexOf(point) >= 0
                || style == PathStyle.WINDOWS && WINDOWS_BACKSLASHES.indexOf(point) >= 0) {
            return Objection.OTHER_READING;
        }
        return unseen(point) ? Objection.CONTROL : null;
    }

    private static boolean unseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // The last two variation selectors only choose between text and picture, and stand in names of real files.
            default ->
                point != 0xFE0E
                        && point != 0xFE0F
                        && UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        };
    }
}
