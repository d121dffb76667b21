package dev.lockkeeper.audit;

import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A signed statement of how far a strand reaches: its head, or the end of a finished segment.
 *
 * @param kind {@code head} or {@code closed}
 */
record Head(String kind, String strand, Position position, String time) {

    static final String HEAD = "head";
    static final String CLOSED = "closed";

    private static final int LONGEST = 4096;
    private static final byte[] PURPOSE = "lockkeeper-journal-v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT.withBytes(LONGEST));

    private JsonObject statement() {
        return JsonObject.EMPTY
                .with("kind", kind)
                .with("strand", strand)
                .with("segment", JsonNumber.of(position.segment()))
                .with("bytes", JsonNumber.of(position.bytes()))
                .with("seq", JsonNumber.of(position.seq()))
                .with("hash", position.hash())
                .with("time", time);
    }

    private static byte[] message(JsonObject statement) {
        byte[] canonical = CanonicalJson.bytes(statement);
        byte[] message = Arrays.copyOf(PURPOSE, PURPOSE.length + canonical.length);
        System.arraycopy(canonical, 0, message, PURPOSE.length, canonical.length);
        return message;
    }

    private byte[] signed(String signature) {
        return (statement().with("signature", signature).text() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Puts the signed statement in the place of the file, durably and at once. */
    void write(Path file, JournalKeys keys) throws IOException {
        JsonObject statement = statement();
        byte[] signed = signed(HexFormat.of().formatHex(keys.sign(message(statement))));
        Path draft = file.resolveSibling(Layout.name(file) + Layout.UNFINISHED);
        Files.deleteIfExists(draft);
        Layout.makeFile(draft);
        // Not a channel: an interrupt must not close it half-way.
        try (var out = new FileOutputStream(draft.toFile())) {
            out.write(signed);
            out.getFD().sync();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads and verifies a statement about this strand; null where the file is absent. */
    static @Nullable Head read(Path file, String kind, String strand, VerifyingKey key)
            throws IOException, JournalDamaged {
        if (!Files.exists(file)) {
            return null;
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST);
        }
        try {
            if (READER.read(bytes) instanceof JsonObject signed) {
                Head head = of(signed);
                String signature = signed.string("signature");
                // INVARIANT: one statement has one text, so that a changed byte cannot go unnoticed.
                if (head != null
                        && signature != null
                        && signature.matches("[0-9a-f]{128}")
                        && Arrays.equals(bytes, head.signed(signature))
                        && key.verifies(
                                message(head.statement()), HexFormat.of().parseHex(signature))
                        && head.kind.equals(kind)
                        && head.strand.equals(strand)) {
                    return head;
                }
            }
        } catch (JsonRefused e) {
            throw new JournalDamaged("it is not the JSON that was written");
        }
        throw new JournalDamaged("its signature does not fit");
    }

    private static @Nullable Head of(JsonObject json) {
        String kind = json.string("kind");
        String strand = json.string("strand");
        String hash = json.string("hash");
        String time = json.string("time");
        long segment = number(json.get("segment"));
        long bytes = number(json.get("bytes"));
        long seq = number(json.get("seq"));
        return kind == null
                        || strand == null
                        || hash == null
                        || time == null
                        || Math.min(bytes, seq) < 0
                        || segment < 1
                        || segment > 999_999_999
                ? null
                : new Head(kind, strand, new Position((int) segment, bytes, seq, hash), time);
    }

    private static long number(@Nullable Json json) {
        return json instanceof JsonNumber number && number.literal().matches("0|[1-9][0-9]{0,17}")
                ? Long.parseLong(number.literal())
                : -1;
    }
}
