package dev.lockkeeper.guard.result;

/** Questions to the characters of a text that every scanner of this package asks. */
final class Chars {

    private Chars() {}

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A letter or digit of any script, or an underscore. */
    static boolean isWord(char c) {
        return isLetter(c) || isDigit(c) || c == '_' || c >= 0x80 && Character.isLetterOrDigit(c);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`' || c == '‘' || c == '“';
    }

    /** The character that ends what this quote begins. */
    static char closing(char quote) {
        return switch (quote) {
            case '‘' -> '’';
            case '“' -> '”';
            default -> quote;
        };
    }

    /** The character at the index; NUL beyond the ends. */
    static char at(String text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : 0;
    }

    /** The end of the digits that begin here. */
    static int digits(String text, int from) {
        int end = from;
        while (isDigit(at(text, end))) {
            end++;
        }
        return end;
    }

    /** Whether the text goes on like this, in whatever case. */
    static boolean goesOn(String text, int from, String with) {
        return text.regionMatches(true, from, with, 0, with.length());
    }

    /** Where the quote is closed on the same line, at most so far away; -1 where it is not. */
    static int closed(String text, int quote, int most) {
        char end = closing(text.charAt(quote));
        for (int i = quote + 1; i < text.length() && i - quote <= most; i++) {
            char c = text.charAt(i);
            if (c == end) {
                return i;
            }
            if (c == '\n') {
                return -1;
            }
        }
        return -1;
    }
}
