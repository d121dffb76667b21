package dev.lockkeeper.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The keys of a journal: Ed25519 (RFC 8032) for its heads, HMAC-SHA-256 (RFC 2104) for redaction. Both are made at the
 * first start; processes that start together agree on the same ones.
 */
final class JournalKeys {

    static final String SIGNING = "signing.key";
    static final String PUBLIC = "signing.pub";
    static final String REDACTION = "redaction.key";

    private static final Pattern SIGNING_FORM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\n([A-Za-z0-9+/=]+)\n-----END PRIVATE KEY-----\n"
                    + "(-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=]+\n-----END PUBLIC KEY-----\n)");

    private final PrivateKey signing;
    private final VerifyingKey verifying;
    private final byte[] redaction;

    private JournalKeys(PrivateKey signing, VerifyingKey verifying, byte[] redaction) {
        this.signing = signing;
        this.verifying = verifying;
        this.redaction = redaction;
    }

    VerifyingKey verifying() {
        return verifying;
    }

    byte[] redaction() {
        return redaction.clone();
    }

    byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(signing);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the signing key was used before", impossible);
        }
    }

    /** Loads the keys of a journal, and makes those that are missing. */
    static JournalKeys open(Path journal) throws IOException, JournalUnavailable {
        try {
            String text = secret(journal.resolve(SIGNING), newSigningKey());
            var form = SIGNING_FORM.matcher(text);
            if (!form.matches()) {
                throw new GeneralSecurityException("form");
            }
            PrivateKey signing = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(form.group(1))));
            VerifyingKey verifying = VerifyingKey.of(form.group(2));
            byte[] redaction = redaction(journal, newRedactionKey());
            var keys = new JournalKeys(signing, verifying, redaction);
            if (!verifying.verifies(redaction, keys.sign(redaction))) {
                throw new GeneralSecurityException("pair");
            }
            publish(journal.resolve(PUBLIC), verifying);
            return keys;
        } catch (GeneralSecurityException | IllegalArgumentException | JournalDamaged e) {
            throw new JournalUnavailable(
                    "The journal's signing key is damaged. Restore signing.key, or move the journal away to begin a new"
                            + " one.",
                    e);
        }
    }

    /** The key of the redaction of an existing journal. */
    static byte[] redaction(Path journal) throws IOException, JournalUnavailable {
        return redaction(journal, "");
    }

    private static byte[] redaction(Path journal, String fresh) throws IOException, JournalUnavailable {
        String text = secret(journal.resolve(REDACTION), fresh).strip();
        if (!text.matches("[0-9a-f]{64}")) {
            throw new JournalUnavailable(
                    "The journal's redaction key is damaged. Restore redaction.key, or move the journal away to begin a"
                            + " new one.");
        }
        return HexFormat.of().parseHex(text);
    }

    private static String secret(Path file, String fresh) throws IOException, JournalUnavailable {
        if (!Files.exists(file) && !fresh.isEmpty()) {
            create(file, fresh);
        }
        if (Layout.isOpenToOthers(file)) {
            throw new JournalUnavailable(
                    "The key " + Layout.name(file) + " is open to others than its owner. Run chmod 600 on it.");
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    // A hard link appears with its content or not at all, and never replaces what another process just made.
    private static void create(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(Layout.name(file) + "." + UUID.randomUUID() + Layout.UNFINISHED);
        try {
            Layout.makeFile(draft);
            Files.writeString(draft, content, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its key counts.
        } finally {
            Files.deleteIfExists(draft);
        }
        Layout.force(java.util.Objects.requireNonNull(file.getParent()));
    }

    private static void publish(Path file, VerifyingKey key) throws IOException, JournalUnavailable {
        if (!Files.exists(file)) {
            create(file, key.text());
        }
        if (!Files.readString(file, StandardCharsets.ISO_8859_1).equals(key.text())) {
            throw new JournalUnavailable(
                    "The file signing.pub does not belong to signing.key. Restore it, or delete it to have it written"
                            + " again.");
        }
    }

    private static String newSigningKey() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n"
                + VerifyingKey.text(pair.getPublic());
    }

    private static String newRedactionKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key) + "\n";
    }

    @Override
    public String toString() {
        return "JournalKeys[" + verifying.fingerprint() + "]";
    }
}
