package dev.lockkeeper.guard.limit;

import dev.lockkeeper.yaml.AlsoNamed;
import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Matches;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Range;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits for those that the globs name. Of each limit, the first rule of its {@code per} holds that matches and names
 * it; after the rules of the configuration come those of {@link CallLimits#BUILT_IN}.
 *
 * @param rate null to leave it to the next rule; {@code none} for no limit, as with the other rates
 * @param concurrency 0 to leave it to the next rule, as with the other numbers
 */
@Doc("Limits for those that the globs name. Of each limit, the first rule holds that matches and names it.")
public record LimitRule(
        @Doc("What is counted together: all, one caller, one server (for all callers), one tool (for one caller), or a"
                + " task: what one caller does on one server without a longer pause.")
        Per per,

        @Doc("Globs over callers, such as alice or token:alice; without it, all.") @OneOrMany @AlsoNamed("caller")
        List<String> callers,

        @Doc("Globs over servers; without it, all.") @OneOrMany @AlsoNamed("server")
        List<String> servers,

        @Doc("Globs over tools; without it, all.") @OneOrMany @AlsoNamed("tool")
        List<String> tools,

        @Doc("Messages of clients, such as 600/1m; the count is also the most at once. none for no limit.")
        @Matches(value = RATE, words = "a rate such as 600/1m, or none")
        @Nullable String rate,

        @Doc("Calls under way at once; 0 leaves it to the next rule.") @Default("0") @Range(max = 1_000_000)
        int concurrency,

        @Doc("Bytes of clients' messages, such as 64Mi/1m. none for no limit.")
        @Matches(value = RATE, words = "a rate such as 64Mi/1m, or none")
        @Nullable String bytesIn,

        @Doc("Bytes of answers, such as 256Mi/1m, paid for afterwards. none for no limit.")
        @Matches(value = RATE, words = "a rate such as 256Mi/1m, or none")
        @Nullable String bytesOut,

        @Doc(
                "Time that servers may spend on calls, such as 10m/1h: ten minutes within an hour. Calls under way count, and"
                        + " what they take too much is paid for afterwards. none for no limit.")
        @Matches(value = TIME, words = "a time within a time such as 10m/1h, or none")
        @Nullable String time,

        @Doc("Calls of one task; for per: task. 0 leaves it to the next rule.") @Default("0") @Range(max = 1L << 50)
        long calls,

        @Doc("Calls of one day, which begins at midnight UTC. 0 leaves it to the next rule.")
        @Default("0")
        @Range(max = 1L << 50)
        long dailyCalls,

        @Doc("Bytes of one day, in both directions. 0 leaves it to the next rule.") @Default("0") @Range(max = 1L << 50)
        long dailyBytes)
        implements Checked {

    static final String NONE = "none";
    static final String RATE = Rate.FORM + "|" + NONE;
    static final String TIME = Rate.TIME_FORM + "|" + NONE;

    public LimitRule {
        callers = List.copyOf(callers);
        servers = List.copyOf(servers);
        tools = List.copyOf(tools);
    }

    /** A rule for everybody that says nothing yet. */
    public static LimitRule of(Per per) {
        return new LimitRule(per, List.of(), List.of(), List.of(), null, 0, null, null, null, 0, 0, 0);
    }

    /** This rule for these callers, servers and tools only; empty lists stand for all. */
    public LimitRule only(List<String> forCallers, List<String> onServers, List<String> ofTools) {
        return new LimitRule(
                per,
                forCallers,
                onServers,
                ofTools,
                rate,
                concurrency,
                bytesIn,
                bytesOut,
                time,
                calls,
                dailyCalls,
                dailyBytes);
    }

    /** @param messages such as {@code 600/1m}, or {@code none} */
    public LimitRule withRate(String messages) {
        return new LimitRule(
                per,
                callers,
                servers,
                tools,
                messages,
                concurrency,
                bytesIn,
                bytesOut,
                time,
                calls,
                dailyCalls,
                dailyBytes);
    }

    /** These limits with this many calls at once. */
    public LimitRule withConcurrency(int atOnce) {
        return new LimitRule(
                per, callers, servers, tools, rate, atOnce, bytesIn, bytesOut, time, calls, dailyCalls, dailyBytes);
    }

    /** @param in such as {@code 64Mi/1m}, or {@code none}; likewise {@code out} */
    public LimitRule withBytes(String in, String out) {
        return new LimitRule(
                per, callers, servers, tools, rate, concurrency, in, out, time, calls, dailyCalls, dailyBytes);
    }

    /** @param ofServers such as {@code 10m/1h}, or {@code none} */
    public LimitRule withTime(String ofServers) {
        return new LimitRule(
                per,
                callers,
                servers,
                tools,
                rate,
                concurrency,
                bytesIn,
                bytesOut,
                ofServers,
                calls,
                dailyCalls,
                dailyBytes);
    }

    /** These limits with this many calls of one task. */
    public LimitRule withCalls(long ofOneTask) {
        return new LimitRule(
                per,
                callers,
                servers,
                tools,
                rate,
                concurrency,
                bytesIn,
                bytesOut,
                time,
                ofOneTask,
                dailyCalls,
                dailyBytes);
    }

    /** These limits with a budget of calls and of bytes for a day. */
    public LimitRule withDay(long callsOfDay, long bytesOfDay) {
        return new LimitRule(
                per,
                callers,
                servers,
                tools,
                rate,
                concurrency,
                bytesIn,
                bytesOut,
                time,
                calls,
                callsOfDay,
                bytesOfDay);
    }

    @Override
    public void check(Report report) {
        rate("rate", rate, Rate::of, report);
        rate("bytes-in", bytesIn, Rate::of, report);
        rate("bytes-out", bytesOut, Rate::of, report);
        rate("time", time, Rate::ofTime, report);
        if (per != Per.TASK && calls > 0) {
            report.problem("calls", "calls are those of one task: write per: task, or daily-calls.");
        }
        boolean callersAlike = per == Per.ALL || per == Per.SERVER;
        if (callersAlike && !callers.isEmpty()) {
            report.problem("callers", "What is counted for all callers together is the same for each of them.");
        }
        boolean serversAlike = per == Per.ALL || per == Per.CALLER;
        if (serversAlike && !servers.isEmpty()) {
            report.problem("servers", "What is counted for all servers together is the same for each of them.");
        }
        if (per != Per.TOOL && !tools.isEmpty()) {
            report.problem("tools", "tools go with per: tool.");
        }
    }

    private static void rate(String key, @Nullable String text, Consumer<String> reading, Report report) {
        if (text == null || text.equals(NONE)) {
            return;
        }
        try {
            reading.accept(text);
        } catch (IllegalArgumentException e) {
            report.problem(key, String.valueOf(e.getMessage()));
        }
    }
}
