package dev.lockkeeper.gateway.upstream;

import java.time.Duration;

/**
 * How long an answer is waited for.
 *
 * @param silence the wait for an answer, begun anew by each sign of progress
 * @param longest beyond which progress does not lengthen the wait
 */
record Patience(Duration silence, Duration longest) {

    /**
     * What is left of a wait; zero or less where it is over.
     *
     * @param begun when the wait began, by the clock that {@code now} is read from
     * @param progressed when there was the last sign of progress; {@code begun} where there was none
     */
    Duration left(long begun, long progressed, long now) {
        long extended = Math.min(progressed - begun + silence.toNanos(), longest.toNanos());
        return Duration.ofNanos(Math.max(silence.toNanos(), extended) - (now - begun));
    }

    /** The longest that a wait can become. */
    Duration most() {
        return silence.compareTo(longest) > 0 ? silence : longest;
    }
}
