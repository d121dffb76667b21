package dev.lockkeeper.guard.url;

/** The characters of RFC 3986, and the percent-encoded octets between them. */
final class Characters {

    private static final boolean[] PATH = set("-._~!$&'()*+,;=:@/");
    private static final boolean[] QUERY = set("-._~!$&'()*+,;=:@/?");

    private Characters() {}

    static boolean isOfPath(char c) {
        return c < 0x80 && PATH[c];
    }

    static boolean isOfQuery(char c) {
        return c < 0x80 && QUERY[c];
    }

    /** The octet that is percent-encoded here, or -1. */
    static int octet(String text, int at) {
        if (at + 2 >= text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        boolean ascii = text.charAt(at + 1) < 0x80 && text.charAt(at + 2) < 0x80;
        return !ascii || high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** The octet that is percent-encoded here, or -1. */
    static int octet(byte[] text, int at) {
        if (at + 2 >= text.length || text[at] != '%' || text[at + 1] < 0 || text[at + 2] < 0) {
            return -1;
        }
        int high = Character.digit(text[at + 1], 16);
        int low = Character.digit(text[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The letters of ASCII in lower case, and nothing else changed. */
    static String lower(String text) {
        int upper = 0;
        while (upper < text.length() && (text.charAt(upper) < 'A' || text.charAt(upper) > 'Z')) {
            upper++;
        }
        if (upper == text.length()) {
            return text;
        }
        var lower = new StringBuilder(text);
        for (int i = upper; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c | 0x20));
            }
        }
        return lower.toString();
    }

    private static boolean[] set(String marks) {
        var set = new boolean[0x80];
        for (char c = 0; c < 0x80; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            set[c] = letter || IpAddress.isDigit(c) || marks.indexOf(c) >= 0;
        }
        return set;
    }
}
