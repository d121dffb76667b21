package dev.lockkeeper.secret;

/** Where words begin and end. */
final class Boundary {

    private Boundary() {}

    /** Whether a token may begin here: no letter or digit is before it, but for one that belongs to an escape. */
    static boolean before(String text, int at) {
        return at == 0 || !Chars.BASE62.has(text.charAt(at - 1)) || isEscape(text, at);
    }

    /** Whether a token may end here. */
    static boolean after(String text, int at) {
        return at == text.length() || !Chars.BASE62.has(text.charAt(at));
    }

    // \n in a text that holds JSON or code, %3D in a URL, or four digits after a backslash and u.
    private static boolean isEscape(String text, int at) {
        char before = at < 2 ? 0 : text.charAt(at - 2);
        return before == '\\' && "nrtbf".indexOf(text.charAt(at - 1)) >= 0
                || at >= 3 && text.charAt(at - 3) == '%' && isHex(text, at - 2, at)
                || at >= 6 && text.charAt(at - 6) == '\\' && text.charAt(at - 5) == 'u' && isHex(text, at - 4, at);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
