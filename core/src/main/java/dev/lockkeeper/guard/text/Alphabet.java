package dev.lockkeeper.guard.text;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An alphabet in which bytes are written (RFC 4648). */
final class Alphabet {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Base64, base64url and hexadecimal. */
    static final List<Alphabet> ALL = List.of(
            new Alphabet("base64", LETTERS + "+/", 6),
            new Alphabet("base64url", LETTERS + "-_", 6),
            new Alphabet("hexadecimal", "0123456789abcdef", 4));

    private final String coding;
    private final int bits;
    private final byte[] values = new byte[0x80];

    private Alphabet(String coding, String letters, int bits) {
        this.coding = coding;
        this.bits = bits;
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < letters.length(); i++) {
            values[letters.charAt(i)] = (byte) i;
            if (bits == 4) {
                values[Character.toUpperCase(letters.charAt(i))] = (byte) i;
            }
        }
    }

    String coding() {
        return coding;
    }

    boolean has(char c) {
        return c < values.length && values[c] >= 0;
    }

    /** The text without line breaks and padding where there is nothing else but letters of this alphabet; or empty. */
    String whole(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '=' || isBreak(text.charAt(end - 1)))) {
            end--;
        }
        boolean broken = false;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            broken |= isBreak(c);
            if (!has(c) && !isBreak(c)) {
                return "";
            }
        }
        String letters = text.substring(0, end);
        return broken ? letters.replace("\r", "").replace("\n", "") : letters;
    }

    private static boolean isBreak(char c) {
        return c == '\r' || c == '\n';
    }

    /** The printable text that these letters stand for, or null where they stand for none. */
    @Nullable String decoded(String text, int from, int to) {
        int left = (to - from) * bits % 8;
        if (left == 4 && bits == 4 || left == 6) {
            return null;
        }
        var out = new Utf8Text(false);
        int held = 0;
        int width = 0;
        for (int i = from; i < to; i++) {
            held = held << bits | values[text.charAt(i)];
            width += bits;
            if (width >= 8) {
                width -= 8;
                if (!out.add(held >> width & 0xFF)) {
                    return null;
                }
            }
        }
        return out.isWhole() ? out.text() : null;
    }
}
