package dev.lockkeeper.guard.path;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What percent signs make of a text for a server that decodes it, however often. A sign that begins no escape is itself,
 * and so is every name that an honest encoder of URLs leaves behind. What only an attacker writes has no reading: escapes
 * of characters that need none, of separators, dots and controls, bytes that are not UTF-8 (overlong forms among them),
 * {@code %uXXXX}, and variables as Windows writes them.
 */
final class Percent {

    // RFC 3986, section 2.3, besides letters, digits and the underscore; and what would change the structure of a path.
    private static final String NEVER_ESCAPED = "-.~/\\";

    private final String text;
    private final StringBuilder out;
    private final byte[] octets;
    private int pending;

    private Percent(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
        this.octets = new byte[text.length() / 3];
    }

    /** The text decoded until nothing is left to decode, or null where it has no single reading. */
    static @Nullable String decode(String text) {
        return text.indexOf('%') < 0 ? text : new Percent(text).decoded();
    }

    private @Nullable String decoded() {
        for (int i = 0; i < text.length(); ) {
            int sign = text.indexOf('%', i);
            if (sign != i) {
                int end = sign < 0 ? text.length() : sign;
                if (!flush()) {
                    return null;
                }
                out.append(text, i, end);
                i = end;
                continue;
            }
            int hex = i + 1;
            // %25 is a percent sign again, which the next round of decoding joins with what follows.
            while (text.startsWith("25", hex)) {
                hex += 2;
            }
            int octet = octet(hex);
            if (octet < 0 ? unicodeEscape(hex) || variable(hex) : needless(octet)) {
                return null;
            }
            if (octet >= 0x80) {
                octets[pending++] = (byte) octet;
            } else if (!flush()) {
                return null;
            } else {
                out.append(octet < 0 ? '%' : (char) octet);
            }
            i = octet < 0 ? hex : hex + 2;
        }
        return flush() ? out.toString() : null;
    }

    private boolean flush() {
        if (pending > 0) {
            try {
                out.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, pending)));
            } catch (CharacterCodingException notUtf8) {
                return false;
            }
            pending = 0;
        }
        return true;
    }

    private static boolean needless(int octet) {
        return octet < 0x20 || octet == 0x7F || Ascii.wordPart((char) octet) || NEVER_ESCAPED.indexOf(octet) >= 0;
    }

    private int octet(int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Ascii.hex(text.charAt(at));
        int low = Ascii.hex(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private boolean unicodeEscape(int at) {
        if (at + 5 > text.length() || (text.charAt(at) | 0x20) != 'u') {
            return false;
        }
        for (int i = at + 1; i < at + 5; i++) {
            if (Ascii.hex(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean variable(int at) {
        int end = at;
        while (end < text.length() && Ascii.wordPart(text.charAt(end))) {
            end++;
        }
        return end > at && end < text.length() && text.charAt(end) == '%' && !Ascii.digit(text.charAt(at));
    }
}
