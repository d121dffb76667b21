package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The kept indexes of a journal, each a line with its authentication code and a line of JSON. One that does not fit its
 * segment, or that the journal's own key did not authenticate, is made again. Without the key, as on an auditor's copy,
 * none is used.
 */
final class SegmentIndexes {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final @Nullable Redactor key;

    private SegmentIndexes(@Nullable Redactor key) {
        this.key = key;
    }

    static SegmentIndexes of(Path journal) {
        try {
            return new SegmentIndexes(Redactor.of(journal));
        } catch (IOException | JournalUnavailable e) {
            return new SegmentIndexes(null);
        }
    }

    /** The index of a finished segment, from its file or made now; null where the segment must be read. */
    @Nullable SegmentIndex of(Path strand, int segment) throws IOException {
        Path closing = strand.resolve(Layout.closing(segment));
        if (key == null || !Files.exists(closing)) {
            return null;
        }
        String digest = HexFormat.of().formatHex(Digests.sha256().digest(Files.readAllBytes(closing)));
        long bytes = Files.size(strand.resolve(Layout.segment(segment)));
        String name = Layout.name(strand) + "-" + Layout.segment(segment).replace(".jsonl", ".json");
        Path file = strand.resolveSibling(Layout.INDEX).resolve(name);
        SegmentIndex kept = read(file, name, key);
        if (kept != null && kept.closing().equals(digest) && kept.bytes() == bytes) {
            return kept;
        }
        SegmentIndex made = SegmentIndex.make(strand, segment, digest, bytes);
        if (made != null) {
            keep(file, name, made, key);
        }
        return made;
    }

    private static void keep(Path file, String name, SegmentIndex index, Redactor key) {
        try {
            Path directory = file.getParent();
            if (directory != null) {
                Layout.makeDirectory(directory);
            }
            Files.deleteIfExists(file);
            Layout.makeFile(file);
            String json = index.toJson().text();
            Files.writeString(file, key.authenticate(name + "\n" + json) + "\n" + json);
        } catch (IOException e) {
            // Such as on a read-only copy: the index is made again the next time.
        }
    }

    private static @Nullable SegmentIndex read(Path file, String name, Redactor key) {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            String[] lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", 2);
            // INVARIANT: whoever can write the index but not read the key cannot hide a record from a query.
            boolean own = lines.length == 2
                    && MessageDigest.isEqual(
                            key.authenticate(name + "\n" + lines[1]).getBytes(StandardCharsets.UTF_8),
                            lines[0].getBytes(StandardCharsets.UTF_8));
            return own && READER.read(lines[1].getBytes(StandardCharsets.UTF_8)) instanceof JsonObject json
                    ? SegmentIndex.of(json)
                    : null;
        } catch (IOException | JsonRefused | ArithmeticException e) {
            return null;
        }
    }
}
