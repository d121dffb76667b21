package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;

/**
 * One of the ways in which engines read the same letters: flags that the server sets are not known here.
 *
 * @param caseless whether upper and lower case are one
 * @param unicode whether {@code \w}, {@code \d} and {@code \s} reach beyond ASCII
 */
record RegexReading(boolean caseless, boolean unicode) {

    /** Any character at all: whether a dot is a line break too is for the server to say. */
    static final UnicodeSet ANY = new UnicodeSet(0, 0x10FFFF).freeze();

    private static final UnicodeSet WORD = new UnicodeSet("[A-Za-z0-9_]").freeze();
    private static final UnicodeSet DIGIT = new UnicodeSet("[0-9]").freeze();
    private static final UnicodeSet SPACE = new UnicodeSet("[\\u0009-\\u000D\\u0020]").freeze();
    private static final UnicodeSet LINE = new UnicodeSet("[\\u000A-\\u000D\\u0085\\u2028\\u2029]").freeze();
    private static final UnicodeSet BLANK = new UnicodeSet("[\\u0009\\p{Zs}]").freeze();

    // In a holder, since few expressions need what takes time to put together.
    private static final class Wide {
        private static final UnicodeSet WORD = new UnicodeSet("[\\p{L}\\p{M}\\p{N}\\p{Pc}]").freeze();
        private static final UnicodeSet DIGIT = new UnicodeSet("[\\p{Nd}]").freeze();
        private static final UnicodeSet SPACE = new UnicodeSet("[\\u0009-\\u000D\\u0085\\p{Z}]").freeze();
        private static final UnicodeSet CASED = new UnicodeSet("[\\p{Lu}\\p{Ll}\\p{Lt}]").freeze();
    }

    /** Whether this letter stands for a set after a backslash. */
    static boolean isShorthand(char letter) {
        return "wdsvhWDSVH".indexOf(letter) >= 0;
    }

    /** The set that one of these letters stands for. */
    UnicodeSet shorthand(char letter) {
        return switch (letter) {
            case 'w' -> unicode ? Wide.WORD : WORD;
            case 'd' -> unicode ? Wide.DIGIT : DIGIT;
            case 's' -> unicode ? Wide.SPACE : SPACE;
            case 'v' -> LINE;
            case 'h' -> BLANK;
            default ->
                new UnicodeSet(shorthand(Character.toLowerCase(letter)))
                        .complement()
                        .freeze();
        };
    }

    /** A property as this reading has it: where one tells upper from lower case and case is one, it tells them no more. */
    UnicodeSet property(UnicodeSet set) {
        boolean telling = caseless && set.contains('a') != set.contains('A');
        return telling ? set.addAll(Wide.CASED) : set;
    }

    /** These characters as this reading has them, closed under case where case makes no difference. */
    UnicodeSet read(UnicodeSet set) {
        if (!caseless) {
            return set.freeze();
        }
        UnicodeSet closed = set.cloneAsThawed();
        if (unicode) {
            closed.closeOver(UnicodeSet.SIMPLE_CASE_INSENSITIVE).removeAllStrings();
        } else {
            // No more than ASCII: otherwise the Kelvin sign would be a letter of [a-z] and none of \w.
            for (char upper = 'A'; upper <= 'Z'; upper++) {
                char lower = (char) (upper + 'a' - 'A');
                if (set.contains(upper) || set.contains(lower)) {
                    closed.add(upper).add(lower);
                }
            }
        }
        return closed.freeze();
    }
}
