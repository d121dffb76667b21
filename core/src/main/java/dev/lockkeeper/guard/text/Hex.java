package dev.lockkeeper.guard.text;

/** Hexadecimal digits of ASCII, and no others. */
final class Hex {

    private Hex() {}

    /** The number that these digits write, or -1 where there are none or others; what is beyond 2^24 stays there. */
    static int value(String text, int from, int to) {
        if (to <= from || to > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = Math.min(value << 4 | Character.digit(text.charAt(i), 16), 1 << 24);
        }
        return value;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
