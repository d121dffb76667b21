package dev.lockkeeper.guard.limit;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.time.Duration;
import java.util.List;

/**
 * How much may be called.
 *
 * @param taskPause a task of a caller on a server ends where no call came for so long
 * @param tracked of how many callers, servers and tools the use is remembered one by one; further ones share
 */
@Doc("How much may be called.")
public record CallLimits(
        @Doc("Limits by caller, server and tool; those that are built in come after them.")
        List<LimitRule> rules,

        @Doc("When calls are taken for a loop.") @Default("{}")
        LoopLimits loops,

        @Doc("When calls to a server that fails are refused at once.") @Default("{}")
        CircuitLimits circuit,

        @Doc("A task of a caller on a server ends where no call came for so long.") @Default("5m")
        Duration taskPause,

        @Doc("Of how many callers, servers and tools the use is remembered one by one; further ones share one place.")
        @Default("10000")
        @Range(min = 16, max = 10_000_000)
        int tracked)
        implements Checked {

    /** What holds after the rules of the configuration. */
    public static final List<LimitRule> BUILT_IN = List.of(
            LimitRule.of(Per.CALLER)
                    .withRate("600/1m")
                    .withConcurrency(32)
                    .withBytes("64Mi/1m", "256Mi/1m")
                    .withDay(100_000, 16L << 30),
            LimitRule.of(Per.TASK).withCalls(20_000),
            LimitRule.of(Per.TOOL).withConcurrency(16),
            LimitRule.of(Per.SERVER).withRate("6000/1m").withConcurrency(128),
            LimitRule.of(Per.ALL).withRate("30000/1m").withConcurrency(512));

    /** What holds where nothing is said. */
    public static final CallLimits DEFAULT =
            new CallLimits(List.of(), LoopLimits.DEFAULT, CircuitLimits.DEFAULT, Duration.ofMinutes(5), 10_000);

    public CallLimits {
        rules = List.copyOf(rules);
    }

    /** These limits with other rules. */
    public CallLimits with(LimitRule... others) {
        return new CallLimits(List.of(others), loops, circuit, taskPause, tracked);
    }

    /** These limits with other bounds of loops. */
    public CallLimits with(LoopLimits others) {
        return new CallLimits(rules, others, circuit, taskPause, tracked);
    }

    /** These limits with another circuit. */
    public CallLimits with(CircuitLimits other) {
        return new CallLimits(rules, loops, other, taskPause, tracked);
    }

    /** These limits, remembering so many. */
    public CallLimits tracking(int many) {
        return new CallLimits(rules, loops, circuit, taskPause, many);
    }

    @Override
    public void check(Report report) {
        if (taskPause.toMillis() < 1 || taskPause.compareTo(Duration.ofDays(1)) > 0) {
            report.problem("task-pause", "task-pause is 1ms to 1d.");
        }
    }
}
