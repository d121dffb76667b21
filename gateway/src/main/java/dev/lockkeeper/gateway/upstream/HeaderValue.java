package dev.lockkeeper.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Values of HTTP headers (RFC 9110, section 5.5) and their encoding in MCP 2026-07-28, "Value Encoding". */
final class HeaderValue {

    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderValue() {}

    /** Whether the text can be sent as it is: printable ASCII without space at either end. */
    static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7E) {
                return false;
            }
        }
        return !text.startsWith(" ") && !text.endsWith(" ");
    }

    /** Whether the text can stand as a value that a server gave us to repeat: not empty, visible ASCII, bounded. */
    static boolean token(String text) {
        return !text.isEmpty() && text.length() <= 1024 && plain(text) && text.indexOf(' ') < 0;
    }

    /** Whether the text can be the name of a header: {@code 1*tchar}, RFC 9110, section 5.6.2. */
    static boolean name(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c >= '0' && c <= '9'
                                || c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** The text, encoded where it cannot be sent as it is or would be taken for encoded. */
    static String encode(String text) {
        return plain(text) && !(text.startsWith(PREFIX) && text.endsWith(SUFFIX))
                ? text
                : PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }
}
