package dev.lockkeeper.secret;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** What issuers build into their tokens so that they can be told from anything else. */
final class Checksums {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CRC_DIGITS = 6;
    private static final long MOST_ACCOUNT = 999_999_999_999L;

    private Checksums() {}

    /** Whether the last 6 characters are the CRC-32 of those before them in base 62, as GitHub and npm write it. */
    static boolean crc(String text, int from, int to) {
        var crc = new CRC32();
        crc.update(text.substring(from, to - CRC_DIGITS).getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        for (int i = to - 1; i >= to - CRC_DIGITS; i--) {
            if (text.charAt(i) != BASE62.charAt((int) (rest % 62))) {
                return false;
            }
            rest /= 62;
        }
        return rest == 0;
    }

    /** Whether the 16 characters of base 32 after the prefix of an AWS key id hold an account's number, of 12 digits. */
    static boolean awsAccount(String text, int from) {
        long bits = 0;
        for (int i = from; i < from + 10; i++) {
            char c = text.charAt(i);
            bits = bits << 5 | (c >= 'A' ? c - 'A' : c - '2' + 26);
        }
        // Of the first 6 bytes, the 40 bits between the first one and the last 7.
        return (bits >> 2 & 0x7fff_ffff_ff80L) >> 7 <= MOST_ACCOUNT;
    }
}
