package dev.lockkeeper.gateway.front;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and perhaps a port, as in a Host header (RFC 9110, section 7.2); no user, no escapes, no trailing dot.
 *
 * @param host in lower case, an IPv6 address in brackets
 * @param port -1 where there is none
 */
record Authority(String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9.-]{1,253}+|\\[[0-9a-f:.]{2,45}+])(?::([0-9]{1,5}+))?");

    static Optional<Authority> parse(String text) {
        if (text.length() > 300) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(1);
        if (isBetweenLabels(host.charAt(0)) || isBetweenLabels(host.charAt(host.length() - 1))) {
            return Optional.empty();
        }
        int port = parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2));
        return port == 0 || port > 65535 ? Optional.empty() : Optional.of(new Authority(host, port));
    }

    private static boolean isBetweenLabels(char c) {
        return c == '.' || c == '-';
    }

    @Override
    public String toString() {
        return port < 0 ? host : host + ":" + port;
    }
}
