package dev.lockkeeper.gateway.upstream;

import java.util.function.LongSupplier;

/**
 * Bounds what a server says unasked: each such message costs a decision and a record. A burst passes, as a tool makes
 * one that reports every step; beyond the rate the rest is left out, and a server that never pauses is given up.
 * Thread-safe.
 */
final class FloodGate {

    static final int BURST = 5_000;
    static final int PER_SECOND = 500;
    /** How many messages are left out, without a pause long enough for another burst, before the server is given up. */
    static final int MOST_LEFT_OUT = 50_000;

    private static final long EACH = 1_000_000_000L / PER_SECOND;

    /** What becomes of a message. */
    enum Passage {
        OPEN,
        /** The first that is left out since the last full burst was to be had. */
        CLOSING,
        CLOSED,
        BROKEN
    }

    private final LongSupplier nanos;
    private long allowed = BURST;
    private long since;
    private int leftOut;

    /** @param nanos a clock for durations */
    FloodGate(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    synchronized Passage pass() {
        long now = nanos.getAsLong();
        long earned = (now - since) / EACH;
        since += earned * EACH;
        allowed = Math.min(BURST, allowed + earned);
        if (allowed == BURST) {
            leftOut = 0;
        }
        if (allowed > 0) {
            allowed--;
            return Passage.OPEN;
        }
        leftOut++;
        return leftOut == 1 ? Passage.CLOSING : leftOut <= MOST_LEFT_OUT ? Passage.CLOSED : Passage.BROKEN;
    }
}
