package dev.lockkeeper.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads what is written in base 64, of either alphabet, with or without padding. */
final class Decoding {

    private static final int PROBE = 24;

    private Decoding() {}

    /** The decoded bytes as Latin-1, or null where the part of the text is not base 64. */
    static @Nullable String latin(String text, int from, int to) {
        byte @Nullable [] bytes = bytes(text, from, to);
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The decoded text, or null where what is decoded is not printable ASCII throughout. */
    static @Nullable String printable(String text, int from, int to) {
        // Most of what looks like base 64 is something else, which the first characters tell.
        if (!isPrintable(bytes(text, from, Math.min(to, from + PROBE)))) {
            return null;
        }
        byte @Nullable [] bytes = bytes(text, from, to);
        return isPrintable(bytes) ? new String(bytes, StandardCharsets.US_ASCII) : null;
    }

    private static boolean isPrintable(byte @Nullable [] bytes) {
        if (bytes == null) {
            return false;
        }
        for (byte b : bytes) {
            if ((b < 0x20 || b == 0x7f) && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return bytes.length > 0;
    }

    private static byte @Nullable [] bytes(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) == '=') {
            end--;
        }
        // A character over is no base 64; the last ones of a longer text may be cut off.
        if ((end - from) % 4 == 1) {
            end--;
        }
        if (end <= from) {
            return null;
        }
        byte[] ascii = new byte[end - from];
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (!Chars.BASE64.has(c) && c != '-' && c != '_') {
                return null;
            }
            ascii[i - from] = (byte) (c == '-' ? '+' : c == '_' ? '/' : c);
        }
        try {
            return Base64.getDecoder().decode(ascii);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
