package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Admission.Entry.Shut;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;

/**
 * A limit that is reached.
 *
 * @param said a sentence for the peer
 * @param nanos after how long it makes sense to try again; {@link Allowance#NEVER} for never
 */
record Full(Reason reason, String said, long nanos) {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    Shut shut() {
        return nanos == Allowance.NEVER
                ? new Shut(reason, said, "", Duration.ZERO, false)
                : new Shut(reason, said + " Try again in " + words(nanos) + ".", "", Duration.ofNanos(nanos), false);
    }

    static String words(long nanos) {
        if (nanos <= 2 * MINUTE) {
            return up(nanos, SECOND) + " s";
        }
        return nanos <= 2 * HOUR ? up(nanos, MINUTE) + " min" : up(nanos, HOUR) + " h";
    }

    private static long up(long nanos, long unit) {
        return Math.max(1, Math.ceilDiv(nanos, unit));
    }
}
