package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Admission.Entry;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/** Limits with a clock that stands still until it is moved. */
final class LimitSetting {

    static final Caller ALICE = new Caller("alice", "token", Set.of());
    static final Caller BOB = new Caller("bob", "token", Set.of());

    /** No limit but those that a test names. */
    static final LimitRule[] NONE = {
        unlimited(Per.ALL), unlimited(Per.CALLER), unlimited(Per.SERVER), unlimited(Per.TOOL), unlimited(Per.TASK)
    };

    static final LoopLimits NO_LOOPS = new LoopLimits(Duration.ofSeconds(60), 0, 0, 0, 0, 0);

    final Limits limits;
    private long nanos = 77;
    private Instant time = Instant.parse("2026-11-21T22:00:00Z");

    LimitSetting(CallLimits settings) {
        this.limits = new Limits(settings, () -> nanos, KillSwitch.NONE);
    }

    /** With these rules and nothing else. */
    static LimitSetting of(LimitRule... rules) {
        return new LimitSetting(CallLimits.DEFAULT.with(NO_LOOPS).with(with(rules)));
    }

    static LimitRule[] with(LimitRule... rules) {
        LimitRule[] all = new LimitRule[rules.length + NONE.length];
        System.arraycopy(rules, 0, all, 0, rules.length);
        System.arraycopy(NONE, 0, all, rules.length, NONE.length);
        return all;
    }

    private static LimitRule unlimited(Per per) {
        LimitRule rule = LimitRule.of(per)
                .withRate("none")
                .withBytes("none", "none")
                .withTime("none")
                .withConcurrency(1_000_000)
                .withDay(1L << 50, 1L << 50);
        return per == Per.TASK ? rule.withCalls(1L << 50) : rule;
    }

    void pass(Duration duration) {
        nanos += duration.toNanos();
        time = time.plus(duration);
    }

    void passNanos(long more) {
        nanos += more;
    }

    /** What the wall clock shows; durations go on as they were. */
    void set(Instant now) {
        time = now;
    }

    Context context(Caller caller) {
        return new Context(caller, Client.UNKNOWN, time, Selection.EVERYTHING, Set.of());
    }

    static ToolCall call(String server, String tool, JsonObject arguments) {
        ToolDefinition definition = Objects.requireNonNull(ToolDefinition.of(JsonObject.EMPTY.with("name", tool)));
        return new ToolCall(
                server,
                definition,
                arguments,
                JsonObject.EMPTY.with("name", tool).with("arguments", arguments));
    }

    static JsonObject number(long value) {
        return JsonObject.EMPTY.with("n", JsonNumber.of(value));
    }

    Entry enter(Caller caller, ToolCall call, boolean readOnly) {
        Request request = Request.of(RequestId.of(1), "tools/call", call.params());
        return limits.admit(call, request, readOnly, context(caller));
    }

    Entry enter(Caller caller, String server, String tool) {
        return enter(caller, call(server, tool, JsonObject.EMPTY), false);
    }

    Entry enter() {
        return enter(ALICE, "files", "read");
    }

    static Place place(Entry entry) {
        return ((Entry.Open) entry).place();
    }

    static Entry.Shut shut(Entry entry) {
        return (Entry.Shut) entry;
    }

    /** A call that is over at once; its reason, or nothing where it was let in. */
    static String said(Entry entry) {
        return switch (entry) {
            case Entry.Open open -> {
                open.place().answered(10);
                open.place().close();
                yield "in";
            }
            case Entry.Shut shut -> shut.reason().code();
        };
    }
}
