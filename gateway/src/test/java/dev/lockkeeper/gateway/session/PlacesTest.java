package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.guard.limit.CallLimits;
import dev.lockkeeper.guard.limit.CircuitLimits;
import dev.lockkeeper.guard.limit.KillSwitch;
import dev.lockkeeper.guard.limit.LimitRule;
import dev.lockkeeper.guard.limit.Limits;
import dev.lockkeeper.guard.limit.LoopLimits;
import dev.lockkeeper.guard.limit.Per;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Places are given back however a call ends, between all eras; and servers that do not answer are found out. */
class PlacesTest {

    private static final int ROUNDS = 150;
    private static final Caller ALICE = BridgeSetting.ALICE;

    /** Counts what is let in and not yet over, beside the real limits. */
    private static final class Counted implements Admission {

        private final Admission limits;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger entered = new AtomicInteger();

        Counted(CallLimits settings) {
            this.limits = new Limits(settings, System::nanoTime, KillSwitch.NONE);
        }

        @Override
        public Entry admit(Action action, Message message, boolean readOnly, Context context) {
            Entry entry = limits.admit(action, message, readOnly, context);
            if (!(entry instanceof Entry.Open admitted) || !action.method().equals("tools/call")) {
                return entry;
            }
            open.incrementAndGet();
            entered.incrementAndGet();
            return new Entry.Open(new Place() {
                private boolean closed;

                @Override
                public void answered(long bytes) {
                    admitted.place().answered(bytes);
                }

                @Override
                public void failed() {
                    admitted.place().failed();
                }

                @Override
                public synchronized void close() {
                    admitted.place().close();
                    if (!closed) {
                        closed = true;
                        open.decrementAndGet();
                    }
                }
            });
        }
    }

    /** Room enough, but no more than this many at once. */
    private static CallLimits atOnce(int many, int failures, Duration pause) {
        return CallLimits.DEFAULT
                .with(new LoopLimits(Duration.ofSeconds(1), 0, 0, 0, 0, 0))
                .with(new CircuitLimits(failures, pause, pause))
                .with(
                        LimitRule.of(Per.CALLER)
                                .withRate("none")
                                .withBytes("none", "none")
                                .withConcurrency(many),
                        LimitRule.of(Per.TOOL).withConcurrency(many),
                        LimitRule.of(Per.SERVER).withRate("none"),
                        LimitRule.of(Per.ALL).withRate("none"));
    }

    private static Sessions sessions(Peer peer, Admission admission) {
        Guard guard = (action, context) -> action.params().text().contains("\"forbidden\"")
                ? Verdict.deny(Reason.POLICY_DENIED, "No.")
                : BridgeSetting.KNOWN.judge(action, context);
        var rules = new Rulebook(
                "1",
                List.of(guard),
                List.of((action, response, context) ->
                        response.wire().toString().contains("withhold me")
                                ? new ResultVerdict.Withhold(Reason.RESULT_INVALID, "No.", "")
                                : ResultVerdict.pass()),
                action -> true,
                action -> false);
        var decider = new Decider(rules, new MemoryJournal(), System::nanoTime, (decision, reference) -> {}, admission);
        return new Sessions(
                decider,
                peer,
                SessionSettings.DEFAULT,
                new BridgeSettings(Duration.ofMillis(300), Duration.ofMillis(200), 2, 2, 3),
                Clock.systemUTC(),
                tool -> {});
    }

    /** How a call may end. */
    enum End {
        ANSWER,
        ERROR,
        REFUSED,
        WITHHELD,
        TIMEOUT,
        CLOSED,
        CRASH,
        CANCELLED,
        GONE
    }

    private final Semaphore waiting = new Semaphore(0);

    private Peer peer(Era era) {
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "initialize" -> "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}}}";
            case "server/discover" -> {
                if (era == Era.LEGACY) {
                    throw new Peer.Refusing(-32601);
                }
                yield "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
                        + "\"resultType\":\"complete\"}";
            }
            case "tools/list" -> "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]}";
            default -> called(request);
        });
        peer.era = Optional.of(era);
        return peer;
    }

    private String called(Request request) throws UpstreamFailure, InterruptedException {
        JsonObject arguments = LegacyForm.object(request.params(), "arguments");
        return switch (End.valueOf(String.valueOf(arguments.string("end")))) {
            case ANSWER, REFUSED -> "{\"content\":[],\"resultType\":\"complete\"}";
            case WITHHELD -> "{\"content\":[],\"note\":\"withhold me\",\"resultType\":\"complete\"}";
            case ERROR -> throw new Peer.Refusing(-32000);
            case TIMEOUT -> throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "no answer in time");
            case CLOSED -> throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server went away");
            case CRASH -> throw new IllegalStateException("a fault of the gateway");
            case CANCELLED, GONE -> {
                waiting.release();
                new CountDownLatch(1).await();
                yield "{}";
            }
        };
    }

    private static String arguments(End end) {
        return "{\"name\":\"t\",\"arguments\":{\"end\":\"" + end + "\""
                + (end == End.REFUSED ? ",\"forbidden\":true" : "") + "}}";
    }

    private static Request request(Era client, long id, String method, String params) {
        return client == Era.MODERN
                ? BridgeSetting.modern(id, method, params, "{}")
                : BridgeSetting.legacy(id, method, params);
    }

    @ParameterizedTest
    @CsvSource({"LEGACY, LEGACY", "MODERN, MODERN", "LEGACY, MODERN", "MODERN, LEGACY"})
    void after_calls_that_ended_in_every_way_no_place_is_taken(Era client, Era server) throws Exception {
        var counted = new Counted(atOnce(3, 0, Duration.ofSeconds(1)));
        try (Sessions sessions = sessions(peer(server), counted)) {
            Conversation conversation = conversation(sessions, client);
            long id = 10;
            for (int round = 0; round < ROUNDS; round++) {
                for (End end : End.values()) {
                    switch (end) {
                        case CANCELLED, GONE -> leave(conversation, client, end, ++id);
                        case ANSWER, ERROR, REFUSED, WITHHELD, TIMEOUT, CLOSED, CRASH -> {
                            try {
                                BridgeSetting.handle(conversation, request(client, ++id, "tools/call", arguments(end)));
                            } catch (IllegalStateException crash) {
                                assertThat(end).isEqualTo(End.CRASH);
                            }
                        }
                    }
                }
            }
            assertThat(counted.entered.get()).isEqualTo(ROUNDS * End.values().length);
            await().atMost(Duration.ofSeconds(20)).until(() -> counted.open.get() == 0);
            // All three are to be had at once.
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    Request call = request(client, ++id, "tools/call", arguments(End.GONE));
                    calls.add(threads.submit(() -> BridgeSetting.handle(conversation, call)));
                }
                waiting.acquire(3);
                assertThat(BridgeSetting.refused(BridgeSetting.handle(
                                conversation, request(client, ++id, "tools/call", arguments(End.ANSWER)))))
                        .isEqualTo(Reason.LIMIT_CONCURRENCY);
                calls.forEach(call -> call.cancel(true));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> counted.open.get() == 0);
        }
    }

    private static Conversation conversation(Sessions sessions, Era client) throws Exception {
        if (client == Era.MODERN) {
            return sessions.stateless(ALICE, "s");
        }
        Conversation conversation = sessions.open(ALICE, "s");
        BridgeSetting.result(BridgeSetting.handle(
                conversation,
                BridgeSetting.legacy(
                        1,
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\","
                                + "\"version\":\"1\"}}")));
        return conversation;
    }

    /** A call whose client cancels it, or goes away, once it has reached the server. */
    private void leave(Conversation conversation, Era client, End end, long id) throws Exception {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = thread.submit(
                    () -> BridgeSetting.handle(conversation, request(client, id, "tools/call", arguments(end))));
            waiting.acquire();
            if (end == End.CANCELLED) {
                conversation.handle(
                        Notification.of("notifications/cancelled", Peer.json("{\"requestId\":" + id + "}")),
                        TransportMetadata.NONE,
                        release -> {});
            }
            // Whether or not the server heard of it, the client does not wait any more.
            call.cancel(true);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"TIMEOUT", "CLOSED"})
    void a_server_that_does_not_answer_is_left_alone_and_tried_again(End end) throws Exception {
        var forEver = Duration.ofDays(1);
        try (Sessions sessions = sessions(peer(Era.MODERN), new Counted(atOnce(9, 3, forEver)))) {
            assertThat(fail(sessions, end)).isEqualTo(failure(end));
            assertThat(fail(sessions, end)).isEqualTo(failure(end));
            assertThat(fail(sessions, end)).isEqualTo(failure(end));
            assertThat(fail(sessions, end)).isEqualTo(Reason.LIMIT_CIRCUIT_OPEN);
        }
        try (Sessions sessions = sessions(peer(Era.MODERN), new Counted(atOnce(9, 3, Duration.ofMillis(50))))) {
            for (int i = 0; i < 3; i++) {
                fail(sessions, end);
            }
            Conversation other = sessions.stateless(BridgeSetting.MALLORY, "s");
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            BridgeSetting.handle(other, request(Era.MODERN, 50, "tools/call", arguments(End.ANSWER)))
                                    instanceof Reply.Answered);
        }
    }

    private static Reason fail(Sessions sessions, End end) throws Exception {
        return BridgeSetting.refused(BridgeSetting.handle(
                sessions.stateless(ALICE, "s"), request(Era.MODERN, 7, "tools/call", arguments(end))));
    }

    private static Reason failure(End end) {
        return end == End.TIMEOUT ? Reason.UPSTREAM_TIMEOUT : Reason.UPSTREAM_CLOSED;
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"ERROR", "REFUSED", "WITHHELD", "CANCELLED", "GONE"})
    void what_a_caller_does_wrong_makes_nobody_else_wait(End end) throws Exception {
        try (Sessions sessions = sessions(peer(Era.MODERN), new Counted(atOnce(9, 3, Duration.ofDays(1))))) {
            Conversation conversation = sessions.stateless(ALICE, "s");
            for (int i = 0; i < 10; i++) {
                if (end == End.CANCELLED || end == End.GONE) {
                    leave(conversation, Era.MODERN, end, i);
                } else {
                    BridgeSetting.handle(conversation, request(Era.MODERN, i, "tools/call", arguments(end)));
                }
            }
            assertThat(BridgeSetting.handle(conversation, request(Era.MODERN, 50, "tools/call", arguments(End.ANSWER))))
                    .isInstanceOf(Reply.Answered.class);
        }
    }
}
