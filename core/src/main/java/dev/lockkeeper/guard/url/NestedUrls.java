package dev.lockkeeper.guard.url;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks for URLs inside of a URL, as redirectors and proxies take them: as they are, percent-encoded several times, or in
 * base64. It reads as generously as the most forgiving parser, since it is there only to refuse. Names are not resolved:
 * whoever is named there would hear of it.
 */
final class NestedUrls {

    private static final int PERCENT_DEPTH = 5;
    private static final int BASE64_DEPTH = 2;
    private static final int LONGEST_HOST = 255;
    private static final String GOPHER = "gopher";
    private static final String END_OF_HOST = ":/\\?#@[]&;,'\"<>(){}|=%+!$*~^`";

    private final Destinations destinations;

    NestedUrls(Destinations destinations) {
        this.destinations = destinations;
    }

    /** Whether a URL in the text leads to an address that is refused, or hides deeper than is looked. */
    boolean leadInside(String text) {
        return leadInside(text, BASE64_DEPTH);
    }

    private boolean leadInside(String text, int base64) {
        String level = text;
        for (int depth = 0; depth <= PERCENT_DEPTH; depth++) {
            if (hasUrlInside(level) || namesMetadata(level) || base64 > 0 && hidesInside(level, base64)) {
                return true;
            }
            String decoded = decode(level);
            if (decoded == null) {
                return false;
            }
            level = decoded;
        }
        return true;
    }

    private boolean hasUrlInside(String text) {
        boolean authority = false;
        boolean fetched = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int start = -1;
            if (c == '/' || c == '\\' || c == ':') {
                int end = c == ':' ? i + 1 : i;
                while (end < text.length() && isSlash(text.charAt(end))) {
                    end++;
                }
                int slashes = c == ':' ? end - i - 1 : end - i;
                boolean scheme = c == ':' && isFetched(text, i);
                // A colon alone may stand before a port or a password.
                if (scheme || slashes > 0) {
                    fetched = scheme;
                    authority = scheme || slashes > 1;
                    start = authority ? end : -1;
                }
                i = Math.max(i, end - 1);
            } else if (c == '@' && authority) {
                start = i + 1;
            } else if (c == '?' || c == '#' || c <= ' ') {
                authority = false;
            }
            if (start >= 0 && isInside(text, start, fetched)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    /** Whether what stands before the colon is a scheme whose host is connected to. */
    private static boolean isFetched(String text, int colon) {
        int start = colon;
        while (start > 0 && colon - start < 8 && isLetter(text.charAt(start - 1))) {
            start--;
        }
        return Scheme.at(text, start, colon) != null
                || colon - start == GOPHER.length() && text.regionMatches(true, start, GOPHER, 0, colon - start);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** @param fetched whether a scheme such as http stands before it; without one, only what is unmistakable counts */
    private boolean isInside(String text, int start, boolean fetched) {
        if (start < text.length() && text.charAt(start) == '[') {
            int close = text.indexOf(']', start);
            return close > 0 && close - start < LONGEST_HOST && isInside6(text.substring(start + 1, close), fetched);
        }
        int end = start;
        while (end < text.length() && text.charAt(end) > ' ' && END_OF_HOST.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        boolean decodedLater = end < text.length() && text.charAt(end) == '%';
        if (decodedLater && Characters.octet(text, end) >= 0 || end == start || end - start > LONGEST_HOST) {
            return false;
        }
        String host = text.substring(start, end);
        String name = stripDots(Characters.isAscii(host) ? Characters.lower(host) : Idn.lenient(host));
        if (name.isEmpty()) {
            return false;
        }
        if (!fetched) {
            IpAddress address = IpAddress.parse4(name, 0, name.length());
            return address != null
                    ? destinations.isInside(new Host.Literal(address))
                    : name.equals("localhost") || name.indexOf('.') > 0 && SpecialNames.isMetadata(name);
        }
        if (LenientAddress.isNumeric(name)) {
            IpAddress address = LenientAddress.parse(name);
            return address == null || destinations.isInside(new Host.Literal(address));
        }
        return destinations.isInside(new Host.Name(name));
    }

    private boolean isInside6(String text, boolean fetched) {
        int zone = text.indexOf('%');
        IpAddress address = IpAddress.parse6(zone < 0 ? text : text.substring(0, zone));
        return address == null ? fetched && text.indexOf(':') >= 0 : destinations.isInside(new Host.Literal(address));
    }

    private static String stripDots(String name) {
        int start = 0;
        int end = name.length();
        while (end > start && name.charAt(end - 1) == '.') {
            end--;
        }
        while (start < end && name.charAt(start) == '.') {
            start++;
        }
        return name.substring(start, end);
    }

    /** Metadata services are worth so much to an attacker, and so little to anybody else, that naming one is enough. */
    private boolean namesMetadata(String text) {
        for (int i = 0; i < text.length(); ) {
            int end = i;
            boolean dots = false;
            boolean quad = true;
            while (end < text.length() && isOfName(text.charAt(end))) {
                dots |= text.charAt(end) == '.';
                quad &= text.charAt(end) == '.' || IpAddress.isDigit(text.charAt(end));
                end++;
            }
            if (dots && end - i <= LONGEST_HOST && isMetadata(stripDots(text.substring(i, end)), quad)) {
                return true;
            }
            i = end + 1;
        }
        return false;
    }

    private boolean isMetadata(String name, boolean quad) {
        if (!quad) {
            return SpecialNames.isMetadata(Characters.lower(name))
                    && destinations.isInside(new Host.Name(Characters.lower(name)));
        }
        IpAddress address = IpAddress.parse4(name, 0, name.length());
        return address != null
                && AddressKind.of(address) == AddressKind.METADATA
                && destinations.isInside(new Host.Literal(address));
    }

    private static boolean isOfName(char c) {
        return isLetter(c) || IpAddress.isDigit(c) || c == '.';
    }

    /** Whether a run of the alphabets of base64 is a text with a URL inside. */
    private boolean hidesInside(String text, int depth) {
        for (int i = 0; i < text.length(); ) {
            int end = Base64Text.end(text, i);
            String decoded = Base64Text.decode(text, i, end);
            if (decoded != null && leadInside(decoded, depth - 1)) {
                return true;
            }
            i = Math.max(end, i) + 1;
        }
        return false;
    }

    /** The text with each percent-encoded octet decoded, without what WHATWG leaves out; null where there is none. */
    private static @Nullable String decode(String text) {
        int first = text.indexOf('%');
        while (first >= 0 && Characters.octet(text, first) < 0) {
            first = text.indexOf('%', first + 1);
        }
        if (first < 0) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            int octet = bytes[i] == '%' ? Characters.octet(bytes, i) : -1;
            byte one = (byte) (octet < 0 ? bytes[i] : octet);
            i += octet < 0 ? 0 : 2;
            if (one != '\t' && one != '\n' && one != '\r') {
                bytes[count++] = one;
            }
        }
        return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }
}
