package dev.lockkeeper.guard.schema;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Work and time left for one compilation or one validation. Used by one thread. */
final class Effort {

    // The validator offers its regular expressions no context to carry this in.
    static final ScopedValue<Effort> CURRENT = ScopedValue.newInstance();

    private final LongSupplier nanos;
    private final long start;
    private final long allowedNanos;
    private long steps;
    private boolean exhausted;

    Effort(long steps, int millis, LongSupplier nanos) {
        this.steps = steps;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.allowedNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** @throws Exhausted when less than this is left */
    void spend(long amount) {
        steps -= amount;
        if (steps < 0) {
            throw exhaust();
        }
    }

    /** @throws Exhausted when the time is over */
    void checkTime() {
        if (nanos.getAsLong() - start > allowedNanos) {
            throw exhaust();
        }
    }

    /** Whether it ran out, even if what was thrown then was caught on the way. */
    boolean exhausted() {
        return exhausted;
    }

    private Exhausted exhaust() {
        exhausted = true;
        return new Exhausted();
    }

    /** There was more to do than allowed. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("more work than allowed", null, false, false);
        }
    }
}
