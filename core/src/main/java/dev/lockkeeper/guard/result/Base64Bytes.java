package dev.lockkeeper.guard.result;

import java.util.Base64;

/** Base64 as RFC 4648 section 4 has it, and nothing that only some decoders take: section 3.5 too. */
final class Base64Bytes {

    private static final byte[] VALUES = new byte[128];

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Base64Bytes() {}

    /** Whether every decoder reads the text, and all read the same bytes. */
    static boolean isStrict(String text) {
        if (text.length() % 4 != 0) {
            return false;
        }
        int end = text.length() - padding(text);
        int last = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            last = c < 128 ? VALUES[c] : -1;
            if (last < 0) {
                return false;
            }
        }
        // Bits that no byte takes are zero.
        return switch (text.length() - end) {
            case 1 -> (last & 3) == 0;
            case 2 -> (last & 15) == 0;
            default -> true;
        };
    }

    /** How many bytes a strict text stands for. */
    static int length(String text) {
        return text.length() / 4 * 3 - padding(text);
    }

    /** The first bytes of a strict text, at most about so many. */
    static byte[] beginning(String text, int most) {
        int chars = Math.min(text.length(), (most + 2) / 3 * 4);
        return Base64.getDecoder().decode(text.substring(0, chars));
    }

    private static int padding(String text) {
        if (text.endsWith("==")) {
            return 2;
        }
        return text.endsWith("=") ? 1 : 0;
    }
}
