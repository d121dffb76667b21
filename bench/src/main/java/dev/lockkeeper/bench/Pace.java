package dev.lockkeeper.bench;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds over all contenders in turn
 * @param warmUp of each contender before the first round, saturated
 * @param paced one round at a fixed rate
 * @param saturated one round with every connection busy
 * @param minute what the soak calls a minute
 * @param streams idle streams
 * @param starts of each way to start over standard input and output
 */
record Pace(
        int rounds,
        Duration warmUp,
        Duration paced,
        Duration saturated,
        Duration minute,
        int streams,
        int starts,
        boolean quick) {

    static final Pace WHOLE = new Pace(
            4,
            Duration.ofSeconds(12),
            Duration.ofSeconds(6),
            Duration.ofSeconds(4),
            Duration.ofMinutes(1),
            10_000,
            15,
            false);

    /** Everything once, to see that it works; the numbers mean nothing. */
    static final Pace QUICK = new Pace(
            1,
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            50,
            1,
            true);
}
