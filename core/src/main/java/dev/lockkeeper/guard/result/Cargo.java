package dev.lockkeeper.guard.result;

/**
 * Tells URLs that carry data away from those that only name a page. The bounds are measured on links of real
 * documentation; a short secret in plain letters is not seen.
 */
final class Cargo {

    private static final int LONGEST_OPAQUE = 40;
    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_OPAQUE_LABEL = 20;
    private static final int LONGEST_HOST = 120;
    private static final int LONGEST_QUERY = 512;
    private static final int MOST_ESCAPES = 16;

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
                if (longLabel || i - from > LONGEST_OPAQUE_LABEL && isOpaque(host, from, i)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static boolean inRest(String rest) {
        int query = rest.indexOf('?');
        if (query >= 0 && rest.length() - query > LONGEST_QUERY || hasPlaceholder(rest, query)) {
            return true;
        }
        int escapes = 0;
        int from = 0;
        for (int i = 0; i <= rest.length(); i++) {
            char c = Chars.at(rest, i);
            if (c == '%') {
                // Of other scripts each letter takes several; of ASCII nearly nothing needs one.
                escapes += Character.digit(Chars.at(rest, i + 1), 16) < 8 ? 1 : 0;
            }
            if (!isData(c)) {
                if (i - from >= LONGEST_OPAQUE && isOpaque(rest, from, i) && !isDigest(rest, from, i)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return escapes > MOST_ESCAPES;
    }

    // What a model is asked to fill in.
    private static boolean hasPlaceholder(String rest, int query) {
        if (query < 0) {
            return false;
        }
        return rest.indexOf('{', query) >= 0 || rest.indexOf("%7B", query) >= 0 || rest.indexOf("%7b", query) >= 0;
    }

    // The letters of base64, base64url and hexadecimal.
    private static boolean isData(char c) {
        return Chars.isLetter(c) || Chars.isDigit(c) || c == '_' || c == '-' || c == '+';
    }

    // Letters of one case in a row make words; data changes between cases and digits all the time.
    private static boolean isOpaque(String text, int from, int to) {
        int changes = 0;
        for (int i = from + 1; i < to; i++) {
            changes += kind(text.charAt(i)) == kind(text.charAt(i - 1)) ? 0 : 1;
        }
        return changes * 4 >= to - from;
    }

    private static int kind(char c) {
        if (Chars.isDigit(c)) {
            return 0;
        }
        return c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : 3;
    }

    // Commits and checksums: SHA-1 and SHA-256.
    private static boolean isDigest(String text, int from, int to) {
        if (to - from != 40 && to - from != 64) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Chars.isDigit(c) && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
