package dev.lockkeeper.guard.limit;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.time.Duration;

/**
 * When calls of tools by one caller are taken for a loop. Each of them may be 0 for never.
 *
 * @param window at most a day
 */
@Doc("When calls of tools by one caller are taken for a loop. A 0 stands for never.")
public record LoopLimits(
        @Doc("How far back is looked.") @Default("60s") Duration window,

        @Doc("Calls of one tool with the same arguments.") @Default("20") @Range(max = Trail.LONGEST)
        int identical,

        @Doc("The same where the policy calls the tool read-only, so that polling remains possible.")
        @Default("120")
        @Range(max = Trail.LONGEST)
        int identicalReads,

        @Doc("Rounds of two tools in turn, each with the same arguments, unless both are read-only.")
        @Default("12")
        @Range(max = Trail.LONGEST / 2)
        int pingPong,

        @Doc("Calls after which it counts how many tools they were of.") @Default("200") @Range(max = Trail.LONGEST)
        int fanOutCalls,

        @Doc("Different tools that so many calls may be of.") @Default("40") @Range(max = Trail.LONGEST)
        int fanOutTools)
        implements Checked {

    /** What holds where nothing is said. */
    public static final LoopLimits DEFAULT = new LoopLimits(Duration.ofSeconds(60), 20, 120, 12, 200, 40);

    @Override
    public void check(Report report) {
        if (window.toMillis() < 1 || window.compareTo(Duration.ofDays(1)) > 0) {
            report.problem("window", "window is 1ms to 1d.");
        }
    }
}
