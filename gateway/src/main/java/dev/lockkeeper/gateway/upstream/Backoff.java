package dev.lockkeeper.gateway.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says for how long something that keeps failing is left alone: not at all after its first failure, then for pauses that
 * double up to a bound. Forgets failures after a success, or when nothing failed for a while. Thread-safe.
 */
final class Backoff {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CALM = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private Duration next = Duration.ZERO;
    private long until;

    /** @param nanos a clock for durations */
    Backoff(LongSupplier nanos) {
        this.nanos = nanos;
        this.until = nanos.getAsLong();
    }

    /** @throws UpstreamFailure with {@code upstream.backoff} during a pause */
    synchronized void check() throws UpstreamFailure {
        long left = until - nanos.getAsLong();
        if (left > 0) {
            throw UpstreamFailure.backoff(Duration.ofNanos(left));
        }
    }

    synchronized void failed() {
        long now = nanos.getAsLong();
        // What began before the pause and fails within it says nothing new.
        if (now - until < 0) {
            return;
        }
        Duration pause = now - until > CALM.toNanos() ? Duration.ZERO : next;
        until = now + pause.toNanos();
        next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        if (next.compareTo(LONGEST_PAUSE) > 0) {
            next = LONGEST_PAUSE;
        }
    }

    synchronized void succeeded() {
        next = Duration.ZERO;
        until = nanos.getAsLong();
    }
}
