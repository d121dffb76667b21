package dev.lockkeeper.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The canonical form of a value: members sorted by UTF-16 code units as in RFC 8785 section 3.2.3, no white space.
 * Unlike RFC 8785, numbers stay as they were written: a gateway that judges exactly what it forwards must not call two
 * spellings equal that a server could read differently. And more characters are escaped, so that it can be shown.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** The canonical text. */
    public static String text(Json value) {
        return JsonWriter.canonical(value);
    }

    /** The canonical text in UTF-8. */
    public static byte[] bytes(Json value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The SHA-256 of the canonical form, in lower-case hexadecimal, 64 characters. */
    public static String digest(Json value) {
        return HexFormat.of().formatHex(sha256().digest(bytes(value)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
