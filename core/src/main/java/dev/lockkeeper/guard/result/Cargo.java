package dev.lockkeeper.guard.result;

/**
 * Tells URLs that carry data away from those that only name a page. The bounds are measured on links of real
 * documentation; a short secret in plain letters is not seen.
 */
final class Cargo {

    // Identifiers of well-known services have up to 44 characters.
    private static final int LONGEST_ID = 47;
    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_LABEL_ID = 20;
    private static final int LONGEST_HOST = 120;
    private static final int LONGEST_QUERY = 1_024;
    private static final int MOST_NEEDLESS = 4;
    private static final int LONGEST_NAME = 64;
    private static final int SEPARATOR = 3;

    private Cargo() {}

    /** Whether the URL carries data; its address is one of a remote host. */
    static boolean in(Target target) {
        return inHost(target.host()) || inRest(target.rest());
    }

    private static boolean inHost(String host) {
        if (host.length() > LONGEST_HOST) {
            return true;
        }
        int from = 0;
        for (int i = 0; i <= host.length(); i++) {
            if (i == host.length() || host.charAt(i) == '.') {
                boolean longLabel = i - from > LONGEST_LABEL && !host.startsWith("xn--", from);
                if (longLabel || i - from > LONGEST_LABEL_ID && isOpaque(host, from, i)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    /** Whether what follows the host, or a scheme without one, carries data. */
    static boolean inRest(String rest) {
        int query = rest.indexOf('?');
        if (query >= 0 && rest.length() - query > LONGEST_QUERY) {
            return true;
        }
        int needless = 0;
        int from = 0;
        for (int i = 0; i <= rest.length(); i++) {
            char c = Chars.at(rest, i);
            if (c == '%' && isNeedless(rest, i) && ++needless > MOST_NEEDLESS) {
                return true;
            }
            if (query >= 0 && i > query && isPlaceholder(rest, i)) {
                return true;
            }
            if (!isData(c)) {
                if (i - from > LONGEST_ID && isOpaque(rest, from, i) && !isDigest(rest, from, i)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    // RFC 3986, section 2.3: no one escapes letters and digits, unless to hide them.
    private static boolean isNeedless(String rest, int percent) {
        int high = Character.digit(Chars.at(rest, percent + 1), 16);
        int low = Character.digit(Chars.at(rest, percent + 2), 16);
        char c = (char) (high * 16 + low);
        return high >= 0 && low >= 0 && (Chars.isLetter(c) || Chars.isDigit(c));
    }

    // {API_KEY}: what a model is asked to fill in.
    private static boolean isPlaceholder(String rest, int from) {
        boolean escaped = Chars.goesOn(rest, from, "%7B");
        if (!escaped && Chars.at(rest, from) != '{') {
            return false;
        }
        int name = from + (escaped ? 3 : 1);
        int end = name;
        while (end - name < LONGEST_NAME
                && (Chars.isWord(Chars.at(rest, end)) || ".- ".indexOf(Chars.at(rest, end)) >= 0)) {
            end++;
        }
        return end > name && (Chars.at(rest, end) == '}' || Chars.goesOn(rest, end, "%7D"));
    }

    // The letters of base64, base64url and hexadecimal.
    private static boolean isData(char c) {
        return Chars.isLetter(c) || Chars.isDigit(c) || c == '_' || c == '-' || c == '+';
    }

    // Letters of one case in a row make words; data changes between cases and digits all the time.
    private static boolean isOpaque(String text, int from, int to) {
        int changes = 0;
        int separators = 0;
        boolean hex = true;
        for (int i = from; i < to; i++) {
            int kind = kind(text.charAt(i));
            int before = i == from ? kind : kind(text.charAt(i - 1));
            changes += kind != before && kind != SEPARATOR && before != SEPARATOR ? 1 : 0;
            separators += kind == SEPARATOR ? 1 : 0;
            hex &= isHex(text.charAt(i));
        }
        // Few words are that long; a UUID has four separators in 36.
        return hex || changes * 4 >= to - from && separators * 12 < to - from;
    }

    private static int kind(char c) {
        if (Chars.isDigit(c)) {
            return 0;
        }
        return c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : SEPARATOR;
    }

    // Checksums: SHA-256 and SHA-512.
    private static boolean isDigest(String text, int from, int to) {
        if (to - from != 64 && to - from != 128) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return Chars.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
