package dev.lockkeeper.audit;

import java.nio.file.Path;

/**
 * Where and how a journal is written.
 *
 * @param directory made with mode 0700 where it is absent
 * @param segmentBytes a segment that has reached this size is finished and the next one begun; at least 1
 * @param redaction what is replaced by keyed digests
 */
public record JournalSettings(Path directory, long segmentBytes, RedactionRules redaction) {

    public static final long DEFAULT_SEGMENT_BYTES = 32L << 20;

    public JournalSettings {
        if (segmentBytes < 1) {
            throw new IllegalArgumentException("a segment holds at least 1 byte");
        }
    }

    /** The defaults in this directory. */
    public static JournalSettings in(Path directory) {
        return new JournalSettings(directory, DEFAULT_SEGMENT_BYTES, RedactionRules.DEFAULT);
    }
}
