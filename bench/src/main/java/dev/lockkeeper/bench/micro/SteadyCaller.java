package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.limit.CallLimits;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.guard.limit.Limits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ToolCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * One who stays within the limits that hold where nothing is said: eight calls a second by a clock of its own, each with
 * other arguments than those before, a pause between tasks, and so many calls a day. The kill switch is looked at too.
 */
final class SteadyCaller {

    private static final long BETWEEN_CALLS = Duration.ofMillis(125).toNanos();
    private static final long BETWEEN_TASKS = Duration.ofMinutes(6).toNanos();
    private static final int OF_A_TASK = 10_000;
    private static final int OF_A_DAY = 50_000;

    private final ToolCall[] calls = new ToolCall[1_024];
    private final Request request;
    private final Limits limits;
    private final Context everyDay = Samples.context();
    private Context today = everyDay;
    private long nanos;
    private long count;

    /**
     * @param home where the kill switch's file would be
     * @param typical what is called
     */
    SteadyCaller(Path home, ToolCall typical) {
        limits = new Limits(CallLimits.DEFAULT, () -> nanos, new KillFile(home));
        request = Request.of(Samples.call().id(), "tools/call", typical.params());
        for (int i = 0; i < calls.length; i++) {
            calls[i] = new ToolCall(
                    typical.server(),
                    typical.definition(),
                    typical.arguments().with("limit", JsonNumber.of(i)),
                    typical.params());
        }
    }

    /** Is let in and ends. */
    Admission.Entry call() {
        count++;
        nanos += count % OF_A_TASK == 0 ? BETWEEN_TASKS : BETWEEN_CALLS;
        if (count % OF_A_DAY == 0) {
            today = day(count / OF_A_DAY);
        }
        ToolCall next = calls[(int) (count % calls.length)];
        Admission.Entry entry = limits.admit(next, request, false, today);
        if (!(entry instanceof Admission.Entry.Open open)) {
            throw new IllegalStateException(entry.toString());
        }
        open.place().answered(1_000);
        open.place().close();
        if (limits.stopped(next, today).isPresent()) {
            throw new IllegalStateException("stopped");
        }
        return entry;
    }

    private Context day(long number) {
        Caller caller = everyDay.caller();
        Client client = everyDay.client();
        Instant time = everyDay.time().plus(Duration.ofDays(number));
        return new Context(caller, client, time, everyDay.selection(), everyDay.labels());
    }
}
