package dev.lockkeeper.audit;

import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.secret.SecretNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces secrets in what is recorded by keyed digests, {@code hmac-sha256:} and 64 hexadecimal digits. The same value
 * has the same digest, so equality can be proven by whoever has the key, and a short secret cannot be found by trying.
 * {@code docs/journal.md} lists what counts as a secret. Thread-safe.
 */
public final class Redactor {

    static final String PREFIX = "hmac-sha256:";

    /** Members that the gateway itself writes; no text of a peer, and needed as they are to find a record. */
    static final Set<String> OWN = Set.of(
            "outcome",
            "reason",
            "caller",
            "server",
            "rule",
            "policy",
            "digest",
            "definition",
            "decision",
            "readOnly",
            "labels",
            "micros",
            "bytes",
            "guard",
            "verdict");

    private static final int LONG_MEMBER = 1 << 20;

    private final SecretKeySpec key;
    private final SecretNames names;
    private final SecretText text;

    /** @param key 32 random bytes that stay secret */
    public Redactor(byte[] key, RedactionRules rules) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.names = new SecretNames(rules.names(), rules.exempt());
        this.text = new SecretText(names, rules.patterns());
    }

    /**
     * The redactor of an existing journal, for its digests.
     *
     * @throws JournalUnavailable when the key is damaged, or open to others
     * @throws java.io.IOException when it cannot be read, as on a copy without it
     */
    public static Redactor of(java.nio.file.Path journal) throws java.io.IOException, JournalUnavailable {
        return new Redactor(JournalKeys.redaction(journal), RedactionRules.DEFAULT);
    }

    /**
     * The digest that stands for a value: HMAC-SHA-256 (RFC 2104) of the value's plain digest, 64 hexadecimal digits. So
     * it can be made of the plain digest where the value itself is not at hand.
     */
    public String digest(Json value) {
        return keyed(CanonicalJson.digest(value));
    }

    private String keyed(String plain) {
        return PREFIX + authenticate(plain);
    }

    /** HMAC-SHA-256 of a text, in hexadecimal. Texts of one use must not look like those of another. */
    String authenticate(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /**
     * The body of a record without its secrets; the same instance where it has none. Where anything under {@code params}
     * was replaced, the plain digest of the parameters becomes a keyed one, since short secrets could be found from it. So
     * does the digest of what is not recorded itself, such as a result.
     */
    public JsonObject redact(JsonObject body) {
        var redaction = new Redaction(this, names, text);
        JsonObject redacted = redaction.record(body);
        Json params = body.get("params");
        String plain = body.string("digest");
        if (plain != null && (params == null || !params.equals(redacted.get("params")))) {
            redacted = redacted.with("digest", params == null ? keyed(plain) : digest(params));
        }
        return redacted;
    }

    /**
     * A redacted record that is too long, abridged: members that are long themselves are replaced by their keyed digests,
     * and {@code abridged} tells the bytes of each. What was done is on record, whatever a peer makes of it.
     */
    JsonObject abridge(JsonObject body, JsonObject redacted) {
        JsonObject kept = redacted;
        var abridged = JsonObject.EMPTY;
        for (var member : body.members().entrySet()) {
            Json written = redacted.get(member.getKey());
            if (written != null && CanonicalJson.bytes(written).length > LONG_MEMBER) {
                kept = kept.with(member.getKey(), digest(member.getValue()));
                abridged = abridged.with(member.getKey(), JsonNumber.of(CanonicalJson.bytes(member.getValue()).length));
            }
        }
        return kept.with("abridged", abridged);
    }

    @Override
    public String toString() {
        return "Redactor[hidden]";
    }
}
