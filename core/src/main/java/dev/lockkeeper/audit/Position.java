package dev.lockkeeper.audit;

/**
 * A place in a strand: just after one record.
 *
 * @param segment number of the segment, from 1
 * @param bytes length of the segment up to and including the record
 * @param seq of the record; 0 before the first
 * @param hash of the record, 64 hexadecimal digits; zeros before the first
 */
record Position(int segment, long bytes, long seq, String hash) {

    static final String NO_HASH = "0".repeat(64);
    static final Position START = new Position(1, 0, 0, NO_HASH);

    /** The place at the start of the following segment. */
    Position inNextSegment() {
        return new Position(segment + 1, 0, seq, hash);
    }

    /** The same record, as if it stood before the start of this segment. */
    Position inSegment(int number) {
        return new Position(number, 0, seq, hash);
    }
}
