package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the records of a segment back, passing over what cannot be read. Not thread-safe. */
final class SegmentRecords implements Closeable {

    // Wider than any gateway's own bounds, so that whatever was recorded can be read.
    private static final JsonReader READER = new JsonReader(new JsonLimits(
            RecordLine.LONGEST,
            512,
            RecordLine.LONGEST,
            RecordLine.LONGEST,
            RecordLine.LONGEST,
            1_000_000,
            RecordLine.LONGEST,
            RecordLine.LONGEST));

    private final String strand;
    private final LineReader lines;
    private long read;
    private long unreadable;
    private long seq;

    SegmentRecords(Path strand, int segment) throws IOException {
        this(strand, segment, 0);
    }

    /** Reads from this offset, which must be the start of a line. */
    SegmentRecords(Path strand, int segment, long offset) throws IOException {
        this.strand = Layout.name(strand);
        this.read = offset;
        this.lines = new LineReader(strand.resolve(Layout.segment(segment)), offset, RecordLine.LONGEST);
    }

    /** The next record; null at the end, and before a record that is not complete. */
    @Nullable JournalEntry next() throws IOException {
        while (lines.next() && lines.complete()) {
            read = lines.end();
            try {
                if (!lines.tooLong()
                        && READER.read(Arrays.copyOf(lines.line(), lines.length())) instanceof JsonObject record
                        && record.get("seq") instanceof dev.lockkeeper.json.JsonNumber number
                        && number.literal().matches("[0-9]{1,18}")) {
                    seq = Long.parseLong(number.literal());
                    return new JournalEntry(strand + "/" + seq, record);
                }
            } catch (JsonRefused e) {
                // Counted below.
            }
            unreadable++;
        }
        return null;
    }

    /** Sequence number of the record that was read last. */
    long seq() {
        return seq;
    }

    /** The offset after the last complete line. */
    long offset() {
        return read;
    }

    /** How many lines were passed over. */
    long unreadable() {
        return unreadable;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
