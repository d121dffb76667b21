package dev.lockkeeper.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The public key by which a journal's heads are verified. Immutable. */
public final class VerifyingKey {

    private static final Pattern FORM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+)\n-----END PUBLIC KEY-----\n");

    private final PublicKey key;

    private VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * Reads a key as the journal writes it to {@code signing.pub}.
     *
     * @param pem one PEM block of an Ed25519 key, exactly as written
     * @throws IllegalArgumentException when it is anything else
     */
    public static VerifyingKey parse(String pem) {
        try {
            return of(pem);
        } catch (JournalDamaged e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static VerifyingKey of(String text) throws JournalDamaged {
        var form = FORM.matcher(text);
        try {
            if (form.matches()) {
                var read = new VerifyingKey(KeyFactory.getInstance("Ed25519")
                        .generatePublic(
                                new X509EncodedKeySpec(Base64.getDecoder().decode(form.group(1)))));
                // INVARIANT: one key has one text, so that a changed byte cannot go unnoticed.
                if (read.text().equals(text)) {
                    return read;
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new JournalDamaged("the public key cannot be read");
        }
        throw new JournalDamaged("the public key cannot be read");
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The key as PEM. */
    public String text() {
        return text(key);
    }

    static String text(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** SHA-256 of the PEM text, in hexadecimal: what a person notes down to recognise the key. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Digests.sha256().digest(text().getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String toString() {
        return "VerifyingKey[" + fingerprint() + "]";
    }
}
