package dev.lockkeeper.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** E-mail addresses (RFC 5321) and public IP addresses. */
final class Addresses {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final Chars LOCAL = Chars.BASE62.with("._%+'-");
    private static final Chars DOMAIN = Chars.BASE62.with(".-");
    private static final Chars IPV6 = Chars.HEX.with("ABCDEF:");

    /** Names that nobody has an address at (RFC 2606, RFC 6761). */
    private static final List<String> RESERVED = List.of(
            "example.com", "example.org", "example.net", ".example", ".test", ".invalid", ".localhost", ".local");

    private static final Words VERSION = new Words("version", "versions", "ver", "v", "release", "build", "rev");

    private Addresses() {}

    /** The address around an at sign. */
    static @Nullable Hit email(String text, int at) {
        int from = LOCAL.start(text, at, LONGEST_LOCAL);
        while (from < at && !Chars.BASE62.has(text.charAt(from))) {
            from++;
        }
        int to = DOMAIN.end(text, at + 1, LONGEST_DOMAIN);
        while (to > at && !Chars.BASE62.has(text.charAt(to - 1))) {
            to--;
        }
        int dot = to - 1;
        while (dot > at && text.charAt(dot) != '.') {
            dot--;
        }
        boolean shaped = from < at
                && dot > at + 1
                && to - dot > 2
                && isLetters(text, dot + 1, to)
                && text.charAt(at - 1) != '.'
                && Chars.BASE62.has(text.charAt(at + 1));
        // git@host:path is where a repository is.
        boolean repository = shaped && text.startsWith("git@", from) && from + 3 == at;
        return shaped && !repository && !isReserved(text.substring(at + 1, to))
                ? new Hit(Kind.EMAIL, from, to, Confidence.FORMED)
                : null;
    }

    private static boolean isReserved(String domain) {
        for (String name : RESERVED) {
            int from = domain.length() - name.length();
            if (from >= 0
                    && domain.regionMatches(true, from, name, 0, name.length())
                    && (from == 0 || name.charAt(0) == '.' || domain.charAt(from - 1) == '.')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetters(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Chars.DIGITS.has(text.charAt(i)) || !Chars.BASE62.has(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A public address in dotted decimal that begins here. */
    static @Nullable Hit ipv4(String text, int start) {
        int at = start;
        long address = 0;
        for (int part = 0; part < 4; part++) {
            int end = Chars.DIGITS.end(text, at, 4);
            if (end == at || end - at > 3 || part < 3 && (end == text.length() || text.charAt(end) != '.')) {
                return null;
            }
            int value = Integer.parseInt(text.substring(at, end));
            if (value > 255) {
                return null;
            }
            address = address << 8 | value;
            at = part < 3 ? end + 1 : end;
        }
        boolean alone = (start == 0 || text.charAt(start - 1) != '.')
                && Boundary.after(text, at)
                && !(at + 1 < text.length() && text.charAt(at) == '.' && Chars.DIGITS.has(text.charAt(at + 1)));
        boolean version = VERSION.in(text, Math.max(0, start - 10), start);
        return alone && !version && isPublic(address) ? new Hit(Kind.IP_ADDRESS, start, at, Confidence.FORMED) : null;
    }

    // Not the special blocks of RFC 6890, which are nobody's.
    private static boolean isPublic(long address) {
        int a = (int) (address >> 24);
        int b = (int) (address >> 16 & 255);
        int c = (int) (address >> 8 & 255);
        return !(a == 0
                || a == 10
                || a == 127
                || a >= 224
                || a == 100 && b >= 64 && b < 128
                || a == 169 && b == 254
                || a == 172 && b >= 16 && b < 32
                || a == 192 && b == 168
                || a == 192 && b == 0 && (c == 0 || c == 2)
                || a == 198 && (b == 18 || b == 19 || b == 51 && c == 100)
                || a == 203 && b == 0 && c == 113);
    }

    /** An address in groups (RFC 4291) around its first colon; only those of 2000::/3 are given to anybody. */
    static @Nullable Hit ipv6(String text, int colon) {
        int from = IPV6.start(text, colon, 5);
        if (from == colon || colon - from > 4 || from > 0 && Chars.BASE62.has(text.charAt(from - 1))) {
            return null;
        }
        int to = IPV6.end(text, colon, 40);
        while (to > colon && text.charAt(to - 1) == ':' && !text.startsWith("::", to - 2)) {
            to--;
        }
        int groups = 0;
        int gaps = 0;
        int run = 0;
        for (int i = from; i <= to; i++) {
            boolean mark = i == to || text.charAt(i) == ':';
            if (!mark) {
                run++;
            } else {
                if (run > 4) {
                    return null;
                }
                groups += run > 0 ? 1 : 0;
                gaps += run == 0 && i < to ? 1 : 0;
                run = 0;
            }
        }
        boolean shaped = gaps == 0 ? groups == 8 : gaps == 1 && groups < 8 && groups > 2;
        boolean documentation = text.startsWith("2001:db8:", from) || text.startsWith("2001:DB8:", from);
        return shaped && Boundary.after(text, to) && !documentation
                ? new Hit(Kind.IP_ADDRESS, from, to, Confidence.FORMED)
                : null;
    }
}
