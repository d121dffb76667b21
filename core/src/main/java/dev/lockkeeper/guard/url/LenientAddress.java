package dev.lockkeeper.guard.url;

import org.jspecify.annotations.Nullable;

/** IPv4 as WHATWG and {@code inet_aton} read it: one to four parts, decimal, octal or hexadecimal. */
final class LenientAddress {

    private LenientAddress() {}

    /** Whether the last label is a number, so that parsers take the host for an address. */
    static boolean isNumeric(String host) {
        int last = host.lastIndexOf('.') + 1;
        return last < host.length() && part(host, last, host.length()) >= 0 || isDigits(host, last);
    }

    private static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!IpAddress.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < text.length();
    }

    /** Null where it is out of range or no number after all. */
    static @Nullable IpAddress parse(String host) {
        long address = 0;
        int start = 0;
        for (int part = 0; part < 4; part++) {
            int dot = host.indexOf('.', start);
            int end = dot < 0 ? host.length() : dot;
            long number = part(host, start, end);
            long most = dot < 0 ? 0xffff_ffffL >>> 8 * part : 0xff;
            if (number < 0 || number > most) {
                return null;
            }
            if (dot < 0) {
                return IpAddress.v4(address | number);
            }
            address |= number << 24 - 8 * part;
            start = dot + 1;
        }
        return null;
    }

    private static long part(String host, int from, int to) {
        boolean hex = host.startsWith("0x", from) && to > from + 1;
        int radix = hex ? 16 : to - from > 1 && host.charAt(from) == '0' ? 8 : 10;
        long number = to > from ? 0 : -1;
        for (int i = hex ? from + 2 : from; i < to && number >= 0; i++) {
            int digit = host.charAt(i) < 0x80 ? Character.digit(host.charAt(i), radix) : -1;
            number = digit < 0 ? -1 : Math.min(number * radix + digit, 1L << 40);
        }
        return number;
    }
}
