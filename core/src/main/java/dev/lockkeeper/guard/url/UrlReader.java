package dev.lockkeeper.guard.url;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a URL by the grammar of RFC 3986 and no other, without recovering from anything: {@code scheme://host:port},
 * path, query, fragment. What WHATWG, RFC 3986 and common libraries read differently is refused.
 */
final class UrlReader {

    private UrlReader() {}

    static UrlReading read(String text) {
        int colon = text.indexOf(':');
        Scheme scheme = colon < 0 ? null : Scheme.at(text, 0, colon);
        if (scheme == null) {
            return schemeRefused(text, colon);
        }
        if (!text.startsWith("//", colon + 1)) {
            return new Refusal(Problem.AMBIGUOUS, "After the scheme of a URL follow two slashes, such as https://.");
        }
        int start = colon + 3;
        int end = authorityEnd(text, start);
        String wrong = wrongAuthority(text, start, end);
        if (wrong != null) {
            return new Refusal(Problem.AMBIGUOUS, wrong);
        }
        if (text.lastIndexOf('@', end) >= start) {
            return new Refusal(
                    Problem.USERINFO, "A URL has no user name or password here; leave out all before the @.");
        }
        int close = text.charAt(start) == '[' ? text.indexOf(']', start) : start;
        int portColon = close < 0 || close >= end ? -1 : text.indexOf(':', close);
        boolean hasPort = portColon >= 0 && portColon < end;
        int port = hasPort ? Port.of(text, portColon + 1, end) : scheme.port();
        if (port < 0) {
            return new Refusal(Problem.AMBIGUOUS, Port.WORDS);
        }
        return switch (HostReader.read(text.substring(start, hasPort ? portColon : end))) {
            case Host host -> rest(scheme, host, port, text.substring(end));
            case Refusal refusal -> refusal;
        };
    }

    private static Refusal schemeRefused(String text, int colon) {
        for (int i = 0; i < Math.max(colon, 0); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || !IpAddress.isDigit(c) && c != '+' && c != '-' && c != '.')) {
                return new Refusal(Problem.MALFORMED, "A URL starts with its scheme, such as https://.");
            }
        }
        return colon <= 0
                ? new Refusal(Problem.MALFORMED, "A URL is absolute: it starts with a scheme, such as https://.")
                : new Refusal(Problem.SCHEME, "The scheme of the URL is not permitted here.");
    }

    private static int authorityEnd(String text, int start) {
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static @Nullable String wrongAuthority(String text, int start, int end) {
        if (start == end) {
            return "The host of the URL is empty.";
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '\\') {
                return "The URL has a blank, a control character or a backslash before its path.";
            }
        }
        // Some end the host at another character than the first slash, question mark or hash.
        return end < text.length() && text.charAt(end) != '/' && text.indexOf('@', end) >= 0
                ? "A URL with an @ in its query or fragment has a slash after its host."
                : null;
    }

    private static UrlReading rest(Scheme scheme, Host host, int port, String rest) {
        int path = 0;
        while (path < rest.length() && Characters.isOfPath(rest.charAt(path)) || Characters.octet(rest, path) >= 0) {
            path += rest.charAt(path) == '%' ? 3 : 1;
        }
        int query = path;
        if (query < rest.length() && rest.charAt(query) == '?') {
            query = queryEnd(rest, query + 1);
        }
        int end = query;
        if (end < rest.length() && rest.charAt(end) == '#') {
            end = queryEnd(rest, end + 1);
        }
        if (end < rest.length()) {
            return new Refusal(
                    Problem.MALFORMED,
                    "A URL has only characters of RFC 3986; percent-encode others, among them blanks, quotes, brackets,"
                            + " braces and letters beyond ASCII.");
        }
        Refusal wrong = wrongOctets(rest, path);
        return wrong == null ? new Url(scheme, host, port, rest) : wrong;
    }

    private static int queryEnd(String rest, int from) {
        int end = from;
        while (end < rest.length() && Characters.isOfQuery(rest.charAt(end)) || Characters.octet(rest, end) >= 0) {
            end += rest.charAt(end) == '%' ? 3 : 1;
        }
        return end;
    }

    /** What percent-encoded octets must not be: control characters, and in the path anything that leads elsewhere. */
    private static @Nullable Refusal wrongOctets(String rest, int pathEnd) {
        boolean encoded = false;
        for (int i = rest.indexOf('%'); i >= 0; i = rest.indexOf('%', i + 3)) {
            int octet = Characters.octet(rest, i);
            boolean line = i >= pathEnd && (octet == '\n' || octet == '\r' || octet == '\t');
            if (octet < ' ' && !line || octet == 0x7f) {
                return new Refusal(Problem.MALFORMED, "A URL has no control characters, percent-encoded or not.");
            }
            encoded |= i < pathEnd;
        }
        String path = rest.substring(0, pathEnd);
        for (int depth = 0; ; depth++) {
            if (hasDots(path)) {
                return new Refusal(Problem.AMBIGUOUS, "A URL has no path segments . or ..; write the path out.");
            }
            if (!encoded || depth == 2 || path.indexOf('%') < 0) {
                return null;
            }
            String decoded = decode(path);
            if (decoded == null) {
                return new Refusal(Problem.MALFORMED, "The percent-encoded octets in the path of a URL are UTF-8.");
            }
            path = decoded;
        }
    }

    /** Whether a segment is . or .., also before the parameters that some servers cut off first. */
    private static boolean hasDots(String path) {
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i < path.length() && "/\\;".indexOf(path.charAt(i)) < 0) {
                continue;
            }
            boolean dots = i > start
                    && path.charAt(start) == '.'
                    && (i - start == 1 || i - start == 2 && path.charAt(start + 1) == '.');
            if (dots && (start == 0 || path.charAt(start - 1) != ';')) {
                return true;
            }
            start = i + 1;
        }
        return false;
    }

    /** The octets as characters of Latin-1; null where they are not UTF-8. */
    private static @Nullable String decode(String text) {
        var octets = new byte[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int octet = Characters.octet(text, i);
            octets[count++] = (byte) (octet < 0 ? text.charAt(i) : octet);
            i += octet < 0 ? 0 : 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, count));
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
        return new String(octets, 0, count, StandardCharsets.ISO_8859_1);
    }
}
