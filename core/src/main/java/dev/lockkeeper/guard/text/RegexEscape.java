package dev.lockkeeper.guard.text;

import com.ibm.icu.text.UnicodeSet;

/** What follows a backslash and stands for one character of a set. */
final class RegexEscape {

    // Properties have thousands of ranges.
    private static final int PROPERTY = 10_000;

    private final String text;
    private final RegexReading reading;
    private final RegexBudget budget;
    private int at;
    private boolean literal = true;

    /** @param at right after the backslash */
    RegexEscape(String text, int at, RegexReading reading, RegexBudget budget) {
        this.text = text;
        this.at = at;
        this.reading = reading;
        this.budget = budget;
    }

    /** Where the escape ends, once it is read. */
    int end() {
        return at;
    }

    /** Whether it stood for one character, and not for a set that engines take as it is. */
    boolean isLiteral() {
        return literal;
    }

    UnicodeSet set(boolean inClass) throws RegexRefused {
        if (at >= text.length()) {
            throw RegexRefused.invalid("The expression ends with a backslash; escape it.");
        }
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        if (codePoint >= 0x80 || !Character.isLetterOrDigit(codePoint)) {
            if (codePoint == '<' || codePoint == '>') {
                throw RegexRefused.invalid("Engines read \\< and \\> differently; write \\b, or the sign alone.");
            }
            return only(codePoint);
        }
        char letter = (char) codePoint;
        literal = !RegexReading.isShorthand(letter) && letter != 'p' && letter != 'P';
        return RegexReading.isShorthand(letter) ? reading.shorthand(letter) : letter(letter, inClass);
    }

    private UnicodeSet letter(char letter, boolean inClass) throws RegexRefused {
        return switch (letter) {
            case 't' -> only('\t');
            case 'n' -> only('\n');
            case 'r' -> only('\r');
            case 'f' -> only('\f');
            case 'a' -> only(7);
            case 'e' -> only(0x1B);
            case 'x' -> only(hexadecimal(2));
            case 'u' -> only(hexadecimal(4));
            case 'p', 'P' -> property(letter == 'P');
            case '0' -> nul();
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k', 'g' ->
                throw RegexRefused.backtracking("The expression refers back to a group; write what is meant.");
            case 'b' -> {
                if (inClass) {
                    yield only('\b');
                }
                throw unknown();
            }
            default -> throw unknown();
        };
    }

    private static RegexRefused unknown() {
        return RegexRefused.invalid("The expression has an escape that engines read differently or not at all.");
    }

    private UnicodeSet nul() throws RegexRefused {
        if (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            throw unknown();
        }
        return only(0);
    }

    private int hexadecimal(int digits) throws RegexRefused {
        boolean braces = text.startsWith("{", at);
        int start = braces ? at + 1 : at;
        int end = braces ? text.indexOf('}', at) : at + digits;
        if (end <= start || end - start > 6 || end > text.length()) {
            throw unknown();
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            value = value << 4 | digit;
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                throw unknown();
            }
        }
        at = braces ? end + 1 : end;
        return value;
    }

    private UnicodeSet property(boolean negated) throws RegexRefused {
        int end = text.startsWith("{", at) ? text.indexOf('}', at) : at;
        if (end < 0 || end >= text.length()) {
            throw unknown();
        }
        String name = end == at ? text.substring(at, at + 1) : text.substring(at + 1, end);
        at = end + 1;
        budget.spend(PROPERTY);
        try {
            UnicodeSet set = new UnicodeSet().applyPropertyAlias(javaName(name), "");
            return reading.property(negated ? set.complement() : set);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    // Java and PCRE write Is or In before some names, ECMAScript and Perl the kind of property and an equals sign.
    private static String javaName(String name) {
        int equals = name.indexOf('=');
        String value = equals < 0 ? name : name.substring(equals + 1);
        return value.startsWith("Is") ? value.substring(2) : value;
    }

    private static UnicodeSet only(int codePoint) {
        return new UnicodeSet(codePoint, codePoint);
    }
}
