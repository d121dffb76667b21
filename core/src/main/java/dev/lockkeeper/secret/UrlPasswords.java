package dev.lockkeeper.secret;

import org.jspecify.annotations.Nullable;

/** The password in {@code scheme://user:password@host} (RFC 3986, section 3.2.1). */
final class UrlPasswords {

    private static final int LONGEST = 512;

    private UrlPasswords() {}

    static @Nullable Hit at(String text, int start, int end) {
        int colon = -1;
        int at = -1;
        int limit = Math.min(text.length(), end + LONGEST);
        int i = end;
        for (; i < limit; i++) {
            char c = text.charAt(i);
            if (c == ':' && colon < 0) {
                colon = i;
            } else if (c == '@') {
                at = i;
            } else if (c <= ' ' || c == '/' || c == '?' || c == '#' || c == '"' || c == '\'' || c == '`' || c == '\\') {
                break;
            } else if (c == '<' || c == '>' || c == '|') {
                break;
            }
        }
        boolean shaped = start > 0
                && Chars.BASE62.has(text.charAt(start - 1))
                && colon >= 0
                && at > colon + 1
                && at + 1 < i
                && (Character.isLetterOrDigit(text.charAt(at + 1)) || text.charAt(at + 1) == '[');
        if (!shaped) {
            return null;
        }
        String user = text.substring(end, colon);
        String password = text.substring(colon + 1, at);
        String host = text.substring(at + 1, i);
        boolean example = Examples.isPlaceholder(host) || Examples.isPlaceholder(user) || isDollar(password);
        return !example && Passwords.isPassword(password, user)
                ? new Hit(Kind.URL_PASSWORD, colon + 1, at, Confidence.FORMED)
                : null;
    }

    // ${PASSWORD} and $PASSWORD are filled in later, wherever they stand.
    private static boolean isDollar(String password) {
        return password.startsWith("$") || password.contains("${") || password.contains("{{");
    }
}
