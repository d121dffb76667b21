package dev.lockkeeper.secret;

/**
 * Letters and digits from a place in a text on, without the single marks that group them. Used by one search at a time;
 * read again for each place.
 */
final class Compact {

    static final int MOST = 34;

    private final char[] kept = new char[MOST];
    private final int[] ends = new int[MOST + 1];
    private final char[] marks = new char[MOST];
    private int length;
    private int digits;
    private String text = "";

    /** Reads on from a place where a letter or a digit is. */
    void read(String from, int start) {
        text = from;
        length = 0;
        digits = 0;
        boolean onlyDigits = true;
        char mark = 0;
        for (int i = start; i < from.length() && length < MOST; i++) {
            char c = from.charAt(i);
            if (Chars.BASE62.has(c)) {
                onlyDigits &= c <= '9';
                kept[length] = c >= 'a' ? (char) (c - 32) : c;
                marks[length] = mark;
                ends[++length] = i + 1;
                digits += onlyDigits ? 1 : 0;
                mark = 0;
            } else if (mark == 0 && (c == ' ' || c == '-' || c == '.' || c == '/')) {
                mark = c;
            } else {
                break;
            }
        }
    }

    /** How many digits it begins with. */
    int digits() {
        return digits;
    }

    int length() {
        return length;
    }

    char at(int i) {
        return kept[i];
    }

    int digit(int i) {
        return kept[i] - '0';
    }

    boolean isDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (kept[i] > '9') {
                return false;
            }
        }
        return true;
    }

    boolean isLetters(int from, int to) {
        for (int i = from; i < to; i++) {
            if (kept[i] <= '9') {
                return false;
            }
        }
        return true;
    }

    String string(int count) {
        return new String(kept, 0, count);
    }

    /** Where the first so many end in the text. */
    int end(int count) {
        return ends[count];
    }

    /** Whether a word ends after the first so many, and no decimal point or other half of a number follows. */
    boolean isWhole(int count) {
        if (count > length) {
            return false;
        }
        int end = ends[count];
        return end == text.length() || !Chars.BASE62.has(text.charAt(end)) && text.charAt(end) != '_';
    }

    /** Whether the first so many are grouped by the same mark throughout, one of these; or not at all, where 0 is among. */
    boolean isGrouped(int count, String allowed) {
        char only = 0;
        for (int i = 1; i < count; i++) {
            if (marks[i] != 0) {
                if (only != 0 && marks[i] != only) {
                    return false;
                }
                only = marks[i];
            }
        }
        return allowed.indexOf(only) >= 0;
    }

    /** The mark before this one; 0 for none. */
    char mark(int i) {
        return marks[i];
    }

    boolean hasMarks(int count) {
        for (int i = 1; i < count; i++) {
            if (marks[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
