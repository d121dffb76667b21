package dev.lockkeeper.gateway.identity;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one token; enough to recognise it, not to use it.
 *
 * @param name whose it is
 * @param digest lower-case hexadecimal SHA-256 of the token
 * @param expires from when on it is refused, or null for never
 */
public record TokenEntry(
        String name,
        String digest,
        Instant created,
        @Nullable Instant expires) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,62}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> MEMBERS = Set.of("name", "digest", "created", "expires");

    public TokenEntry {
        if (!validName(name)) {
            throw new IllegalArgumentException("A caller's name is 1 to 63 of a-z, 0-9, '.', '_', '@' and '-', and"
                    + " starts with a letter or a digit.");
        }
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("A digest is 64 hexadecimal digits.");
        }
    }

    static boolean validName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether the token is past its time. */
    public boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    byte[] digestBytes() {
        return HexFormat.of().parseHex(digest);
    }

    JsonObject toJson() {
        var json = JsonObject.EMPTY.with("name", name).with("digest", digest).with("created", created.toString());
        return expires == null ? json : json.with("expires", expires.toString());
    }

    /** @throws IllegalArgumentException when it is not one entry and nothing else */
    static TokenEntry of(Json json) {
        if (!(json instanceof JsonObject entry)
                || !MEMBERS.containsAll(entry.members().keySet())) {
            throw new IllegalArgumentException("An entry has name, digest, created and expires, and nothing else.");
        }
        try {
            boolean endless = entry.get("expires") == null;
            return new TokenEntry(
                    text(entry, "name"),
                    text(entry, "digest"),
                    Instant.parse(text(entry, "created")),
                    endless ? null : Instant.parse(text(entry, "expires")));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("A time is written as 2026-01-31T12:00:00Z.", e);
        }
    }

    private static String text(JsonObject entry, String member) {
        String value = entry.string(member);
        if (value == null) {
            throw new IllegalArgumentException("The member " + member + " is missing or not a string.");
        }
        return value;
    }
}
