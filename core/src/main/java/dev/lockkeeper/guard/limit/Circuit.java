package dev.lockkeeper.guard.limit;

import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls to a server that does not answer, for pauses that double; after each pause one call may try. Thread-safe.
 */
final class Circuit {

    private int failures;
    private boolean open;
    private long opened;
    private long pause;
    private long until;

    /** What a call to the server may do. */
    enum Passage {
        CLOSED,
        /** It is the one that tries. */
        PROBE
    }

    /** Null where the call is refused: ask {@link #full}. */
    synchronized @Nullable Passage pass(long now) {
        if (!open) {
            return Passage.CLOSED;
        }
        if (now - until < 0) {
            return null;
        }
        // Another may try after a further pause: one that takes long holds up nobody else for longer.
        until = now + pause;
        return Passage.PROBE;
    }

    synchronized Full full(long now) {
        return new Full(
                Reason.LIMIT_CIRCUIT_OPEN,
                "The server does not answer, and is left alone for a while.",
                Math.max(1, until - now));
    }

    /** The call that was to try was not made. */
    synchronized void unused(long now) {
        if (open) {
            until = now;
        }
    }

    synchronized void answered() {
        open = false;
        failures = 0;
    }

    /** @param begun when the call was let in: what was under way before the circuit opened says nothing new */
    synchronized void failed(long begun, long now, CircuitLimits limits) {
        if (open) {
            if (begun - opened >= 0) {
                pause = Math.min(2 * pause, limits.longestPause().toNanos());
                until = now + pause;
            }
            return;
        }
        failures++;
        if (limits.failures() > 0 && failures >= limits.failures()) {
            open = true;
            opened = now;
            pause = limits.pause().toNanos();
            until = now + pause;
        }
    }
}
