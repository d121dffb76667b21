package dev.lockkeeper.policy;

import com.ibm.icu.text.Normalizer2;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which resource URIs no server can read as another one than the policy does: absolute URIs of RFC 3986 that are already
 * in normal form (section 6.2.2), with nothing encoded that need not be, so that a rule about {@code file:///secret/**}
 * is not passed by {@code FILE:///%73ecret/x} or {@code file:////secret/x}; without user information, control
 * characters, backslashes or dot segments.
 */
final class ResourceUris {

    static final int MAX_CHARS = 4_096;
    private static final String MARKS = "-._~:/?#[]@!$&'()*+,;=%";
    private static final String SEPARATORS = "/?#&=;";

    private ResourceUris() {}

    /** What is wrong with the URI; empty where nothing is. */
    static Optional<String> problem(String uri) {
        if (uri.isEmpty() || uri.length() > MAX_CHARS) {
            return Optional.of("A resource URI has 1 to " + MAX_CHARS + " characters.");
        }
        int colon = scheme(uri);
        if (colon < 0 || colon + 1 == uri.length()) {
            return Optional.of("A resource URI is absolute: it starts with a scheme, such as file:.");
        }
        for (int i = 0; i < uri.length(); i++) {
            if (!allowed(uri.charAt(i))) {
                return Optional.of("A resource URI has only characters of RFC 3986; percent-encode others.");
            }
            if (uri.charAt(i) == '%' && !encoded(uri, i)) {
                return Optional.of("A percent sign in a resource URI is followed by two hexadecimal digits.");
            }
            if (uri.charAt(i) == '%' && needless(Integer.parseInt(uri.substring(i + 1, i + 3), 16))) {
                return Optional.of(
                        "A resource URI has letters, digits and - . _ ~ / as they are, not percent-encoded.");
            }
        }
        String rest = uri.substring(colon + 1);
        String authority = rest.startsWith("//") ? authority(rest) : "";
        if ((uri.substring(0, colon) + authority).chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
            return Optional.of("A resource URI has its scheme and host in lower case.");
        }
        if (path(rest, authority).contains("//")) {
            return Optional.of("A resource URI has no empty path segment.");
        }
        return decoded(rest);
    }

    private static Optional<String> decoded(String rest) {
        Optional<String> problem = meaning(rest);
        if (problem.isPresent()) {
            return problem;
        }
        String text;
        try {
            text = decode(rest);
        } catch (CharacterCodingException e) {
            return Optional.of("The percent-encoded bytes of a resource URI are UTF-8.");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%' && encoded(text, i)) {
                return Optional.of("A resource URI is percent-encoded only once.");
            }
        }
        if (!Normalizer2.getNFCInstance().isNormalized(text)) {
            return Optional.of("A resource URI is in Unicode normalization form C.");
        }
        return meaning(text);
    }

    private static Optional<String> meaning(String text) {
        // Compatibility forms of dots and slashes are what some file systems take them for.
        String normal = Normalizer2.getNFKCInstance().normalize(text);
        if (normal.chars().anyMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029)) {
            return Optional.of("A resource URI has no control characters.");
        }
        if (normal.indexOf('\\') >= 0) {
            return Optional.of("A resource URI has no backslash.");
        }
        if (normal.startsWith("//") && authority(normal).indexOf('@') >= 0) {
            return Optional.of("A resource URI has no user information.");
        }
        int start = 0;
        for (int i = 0; i <= normal.length(); i++) {
            if (i == normal.length() || SEPARATORS.indexOf(normal.charAt(i)) >= 0) {
                String segment = normal.substring(start, i);
                if (segment.equals(".") || segment.equals("..")) {
                    return Optional.of("A resource URI has no segments . or ..; write the path out.");
                }
                start = i + 1;
            }
        }
        return Optional.empty();
    }

    private static String path(String rest, String authority) {
        int start = rest.startsWith("//") ? 2 + authority.length() : 0;
        int end = start;
        while (end < rest.length() && "?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(start, end);
    }

    // RFC 3986, section 2.3, and the slash: a server that decodes first sees another path.
    private static boolean needless(int octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || "-._~/".indexOf(octet) >= 0;
    }

    private static String authority(String text) {
        int end = 2;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(2, end);
    }

    private static String decode(String text) throws CharacterCodingException {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%'
                    && i + 2 < in.length
                    && Character.digit(in[i + 1], 16) >= 0
                    && Character.digit(in[i + 2], 16) >= 0) {
                out.put((byte) (Character.digit(in[i + 1], 16) << 4 | Character.digit(in[i + 2], 16)));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    }

    private static int scheme(String uri) {
        int colon = uri.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = uri.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean later = c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return -1;
            }
        }
        return colon == 0 ? -1 : colon;
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0;
    }

    private static boolean encoded(String uri, int i) {
        return i + 2 < uri.length()
                && Character.digit(uri.charAt(i + 1), 16) >= 0
                && Character.digit(uri.charAt(i + 2), 16) >= 0;
    }
}
