package dev.lockkeeper.guard.limit;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.time.Duration;

/** When calls to a server that fails are refused at once. */
@Doc("When calls to a server that fails are refused at once.")
public record CircuitLimits(
        @Doc("Calls in a row that got no answer: time-outs and broken connections. 0 for never.")
        @Default("5")
        @Range(max = 1_000_000)
        int failures,

        @Doc("The first pause, after which one call may try; it doubles with each that fails.") @Default("1s")
        Duration pause,

        @Doc("The longest pause.") @Default("30s") Duration longestPause)
        implements Checked {

    /** What holds where nothing is said. */
    public static final CircuitLimits DEFAULT = new CircuitLimits(5, Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Override
    public void check(Report report) {
        if (pause.toMillis() < 1 || longestPause.compareTo(Duration.ofDays(1)) > 0) {
            report.problem("pause", "A pause is 1ms to 1d.");
        } else if (pause.compareTo(longestPause) > 0) {
            report.problem("longest-pause", "longest-pause is not shorter than pause.");
        }
    }
}
