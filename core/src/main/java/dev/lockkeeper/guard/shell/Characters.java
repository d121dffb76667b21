package dev.lockkeeper.guard.shell;

/** Which characters words may hold. */
final class Characters {

    private static final String ACTIVE = "`$;&|<>()\"'\\*?{}!";

    private Characters() {}

    /**
     * Whether the character can be seen and means only itself: no control or format character, no white space but
     * U+0020, no half of a pair, nothing private or unassigned.
     */
    static boolean visible(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Whether a character beyond ASCII may stand without quotes: letters, marks, digits and pictures. */
    static boolean plain(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.OTHER_SYMBOL -> true;
            default -> false;
        };
    }

    /** Whether some shell gives the word or a part of it a meaning; blanks do not count. */
    static boolean active(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < ' ' || ACTIVE.indexOf(c) >= 0 || c == '%' && encodes(word, i)) {
                return true;
            }
        }
        return !word.isEmpty() && word.charAt(0) == '~';
    }

    /** Whether the % there is followed by two hexadecimal digits, one of which is no letter, as in %0a and %c0. */
    static boolean encodes(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return false;
        }
        char first = text.charAt(percent + 1);
        char second = text.charAt(percent + 2);
        return (digit(first) || digit(second)) && Character.digit(first, 16) >= 0 && Character.digit(second, 16) >= 0;
    }

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean letter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
