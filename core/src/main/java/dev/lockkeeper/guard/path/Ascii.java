package dev.lockkeeper.guard.path;

/** Classes of ASCII characters; no other character is in any of them. */
final class Ascii {

    private Ascii() {}

    static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Letters, digits and the underscore. */
    static boolean wordPart(char c) {
        return letter(c) || digit(c) || c == '_';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    static boolean all(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
