package dev.lockkeeper.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A bearer token: {@code lk_}, 32 random bytes and a CRC-32 of all before it, both in base64url. The prefix and the
 * checksum let secret scanners find a leaked token without false alarms. Does not print.
 */
public final class BearerToken {

    private static final Pattern FORM = Pattern.compile("lk_[A-Za-z0-9_-]{49}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int SECRET_CHARS = 46;

    private final String text;

    private BearerToken(String text) {
        this.text = text;
    }

    /** A new token. */
    static BearerToken random(SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String head = "lk_" + BASE64.encodeToString(secret);
        return new BearerToken(head + checksum(head));
    }

    /** The token of this text, where the form and the checksum are right. */
    static Optional<BearerToken> parse(String text) {
        return FORM.matcher(text).matches()
                        && checksum(text.substring(0, SECRET_CHARS)).equals(text.substring(SECRET_CHARS))
                ? Optional.of(new BearerToken(text))
                : Optional.empty();
    }

    /** The text, to be shown once to whom the token is made for. */
    public String exposeToOwner() {
        return text;
    }

    /**
     * SHA-256 of the text. A plain digest is right here, since the secret has 256 random bits: there is nothing to
     * guess that a slow or salted digest would make slower to guess.
     */
    byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String checksum(String head) {
        var crc = new CRC32();
        crc.update(head.getBytes(StandardCharsets.US_ASCII));
        int value = (int) crc.getValue();
        return BASE64.encodeToString(
                new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    @Override
    public String toString() {
        return "BearerToken[hidden]";
    }
}
