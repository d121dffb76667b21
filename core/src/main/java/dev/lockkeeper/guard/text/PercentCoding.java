package dev.lockkeeper.guard.text;

import org.jspecify.annotations.Nullable;

/** Percent-encoding (RFC 3986, section 2.1), and {@code %uFFFF}, which some servers read as well. */
final class PercentCoding {

    private PercentCoding() {}

    /** The decoded text, or null where nothing is encoded. What does not stand for UTF-8 stays as it is. */
    static @Nullable String decoded(String text) {
        int next = text.indexOf('%');
        var out = new StringBuilder();
        int from = 0;
        while (next >= 0 && next < text.length()) {
            int end = unit(text, next, out, from);
            from = Math.max(end, from);
            next = text.indexOf('%', Math.max(end, next + 1));
        }
        return from == 0 ? null : out.append(text, from, text.length()).toString();
    }

    /** Reads what starts at the percent sign, with what stands before it; the place after it, or 0 where it is nothing. */
    private static int unit(String text, int start, StringBuilder out, int from) {
        if (start + 6 <= text.length() && (text.charAt(start + 1) | ' ') == 'u') {
            int unit = Hex.value(text, start + 2, start + 6);
            if (unit >= 0) {
                out.append(text, from, start).append((char) unit);
                return start + 6;
            }
        }
        var octets = new Utf8Text(true);
        int whole = start;
        for (int at = start; at + 3 <= text.length() && text.charAt(at) == '%'; at += 3) {
            int octet = Hex.value(text, at + 1, at + 3);
            if (octet < 0 || !octets.add(octet)) {
                break;
            }
            whole = octets.isWhole() ? at + 3 : whole;
        }
        if (whole == start) {
            return 0;
        }
        out.append(text, from, start).append(octets.text());
        return whole;
    }
}
