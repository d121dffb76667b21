package dev.lockkeeper.guard.url;

import org.jspecify.annotations.Nullable;

/**
 * An IP address, read from the one form in which all parsers agree: four decimal numbers, or the text of RFC 4291,
 * section 2.2, without a zone.
 *
 * @param high the first 64 bits; 0 for IPv4
 * @param low the last 64 bits; those of IPv4 are the lower 32
 */
record IpAddress(boolean v4, long high, long low) {

    private static final long BITS_32 = 0xffff_ffffL;

    static IpAddress v4(long bits) {
        return new IpAddress(true, 0, bits & BITS_32);
    }

    /** @throws IllegalArgumentException unless there are 4 or 16 bytes */
    static IpAddress of(byte[] bytes) {
        if (bytes.length == 4) {
            return v4(number(bytes, 0, 4));
        }
        if (bytes.length != 16) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        }
        return new IpAddress(false, number(bytes, 0, 8), number(bytes, 8, 8));
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }

    int bits() {
        return v4 ? 32 : 128;
    }

    /** Either form without brackets; null where it is neither. */
    static @Nullable IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text, 0, text.length());
    }

    /** Four numbers from 0 to 255 without leading zeros, which some take for octal; null for anything else. */
    static @Nullable IpAddress parse4(String text, int from, int to) {
        long bits = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int number = 0;
            while (at < to && at - start < 4 && isDigit(text.charAt(at))) {
                number = number * 10 + text.charAt(at++) - '0';
            }
            boolean zeros = at - start > 1 && text.charAt(start) == '0';
            boolean ends = part == 3 ? at == to : at < to && text.charAt(at) == '.';
            if (at == start || number > 255 || zeros || !ends) {
                return null;
            }
            bits = bits << 8 | number;
            at++;
        }
        return v4(bits);
    }

    /** The text between brackets; null where it is no address. */
    static @Nullable IpAddress parse6(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = text.startsWith("::") ? 0 : -1;
        int at = gap == 0 ? 2 : 0;
        while (at < text.length()) {
            int end = hexEnd(text, at);
            if (end < text.length() && text.charAt(end) == '.') {
                IpAddress tail = count > 6 ? null : parse4(text, at, text.length());
                if (tail == null) {
                    return null;
                }
                groups[count++] = (int) (tail.low >>> 16);
                groups[count++] = (int) (tail.low & 0xffff);
                break;
            }
            if (count == 8 || end == at || end - at > 4) {
                return null;
            }
            groups[count++] = Integer.parseInt(text, at, end, 16);
            at = end;
            if (at == text.length()) {
                break;
            }
            boolean twice = text.startsWith("::", at);
            if (text.charAt(at) != ':' || twice && gap >= 0 || at + 1 == text.length()) {
                return null;
            }
            gap = twice ? count : gap;
            at += twice ? 2 : 1;
        }
        return gap < 0 ? (count == 8 ? of(groups, 8, 8) : null) : count < 8 ? of(groups, count, gap) : null;
    }

    private static int hexEnd(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < 5 && isHex(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static IpAddress of(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            int from = i < gap ? i : i - (8 - count);
            long group = from < 0 || i >= gap && from < gap ? 0 : groups[from];
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return new IpAddress(false, high, low);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** The canonical text: dotted quad, or that of RFC 5952 without its mixed form. */
    @Override
    public String toString() {
        return v4 ? quad() : groups();
    }

    private String quad() {
        return (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
    }

    private String groups() {
        int longest = 0;
        int gap = -1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(end) == 0) {
                end++;
            }
            if (end - i > longest) {
                longest = end - i;
                gap = i;
            }
        }
        var text = new StringBuilder(40);
        for (int i = 0; i < 8; i++) {
            if (longest > 1 && i == gap) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(i == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index & 3) & 0xffff);
    }
}
