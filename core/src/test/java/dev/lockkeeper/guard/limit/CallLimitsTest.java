package dev.lockkeeper.guard.limit;

import static dev.lockkeeper.guard.limit.LimitSetting.ALICE;
import static dev.lockkeeper.guard.limit.LimitSetting.BOB;
import static dev.lockkeeper.guard.limit.LimitSetting.call;
import static dev.lockkeeper.guard.limit.LimitSetting.number;
import static dev.lockkeeper.guard.limit.LimitSetting.place;
import static dev.lockkeeper.guard.limit.LimitSetting.said;
import static dev.lockkeeper.guard.limit.LimitSetting.shut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Admission.Entry;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UpstreamNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallLimitsTest {

    private static final LimitRule CALLER = LimitRule.of(Per.CALLER);

    @Test
    void a_caller_gets_its_rate_and_is_told_when_to_come_back() {
        LimitSetting setting = LimitSetting.of(CALLER.withRate("3/1m"));
        for (int i = 0; i < 3; i++) {
            assertThat(said(setting.enter())).isEqualTo("in");
        }
        Entry.Shut refused = shut(setting.enter());
        assertThat(refused.reason().code()).isEqualTo("limit.rate");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(refused.message()).contains("of this caller").endsWith("Try again in 20 s.");
        setting.passNanos(Duration.ofSeconds(20).toNanos() - 1);
        assertThat(said(setting.enter())).isEqualTo("limit.rate");
        setting.passNanos(1);
        assertThat(said(setting.enter())).isEqualTo("in");
        assertThat(said(setting.enter())).isEqualTo("limit.rate");
    }

    @Test
    void the_rate_of_one_caller_is_not_that_of_another() {
        LimitSetting setting = LimitSetting.of(CALLER.withRate("1/1m"));
        assertThat(said(setting.enter())).isEqualTo("in");
        assertThat(said(setting.enter())).isEqualTo("limit.rate");
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
    }

    @Test
    void a_server_and_everything_together_have_a_rate_for_all_callers() {
        LimitSetting server = LimitSetting.of(LimitRule.of(Per.SERVER).withRate("1/1m"));
        assertThat(said(server.enter(ALICE, "files", "a"))).isEqualTo("in");
        assertThat(said(server.enter(BOB, "files", "b"))).isEqualTo("limit.rate");
        assertThat(said(server.enter(BOB, "mail", "b"))).isEqualTo("in");
        LimitSetting all = LimitSetting.of(LimitRule.of(Per.ALL).withRate("1/1m"));
        assertThat(said(all.enter(ALICE, "files", "a"))).isEqualTo("in");
        assertThat(said(all.enter(BOB, "mail", "b"))).isEqualTo("limit.rate");
    }

    @Test
    void a_tool_has_a_rate_for_each_caller() {
        LimitSetting setting = LimitSetting.of(LimitRule.of(Per.TOOL)
                .only(List.of(), List.of("mail"), List.of("send_*"))
                .withRate("1/1h"));
        assertThat(said(setting.enter(ALICE, "mail", "send_now"))).isEqualTo("in");
        assertThat(said(setting.enter(ALICE, "mail", "send_now"))).isEqualTo("limit.rate");
        assertThat(said(setting.enter(ALICE, "mail", "send_later"))).isEqualTo("in");
        assertThat(said(setting.enter(BOB, "mail", "send_now"))).isEqualTo("in");
        assertThat(said(setting.enter(ALICE, "files", "send_now"))).isEqualTo("in");
        assertThat(said(setting.enter(ALICE, "files", "send_now"))).isEqualTo("in");
    }

    @Test
    void a_caller_that_is_refused_by_its_own_rate_costs_the_others_nothing() {
        LimitSetting setting = LimitSetting.of(
                CALLER.withRate("2/1m"), LimitRule.of(Per.SERVER).withRate("3/1m"));
        for (int i = 0; i < 50; i++) {
            said(setting.enter());
        }
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
    }

    @Test
    void the_first_rule_that_matches_and_names_a_limit_holds() {
        LimitSetting setting = LimitSetting.of(
                CALLER.only(List.of("ci-*"), List.of(), List.of()).withConcurrency(1),
                CALLER.only(List.of("token:alice"), List.of(), List.of()).withRate("2/1m"),
                CALLER.withRate("1/1m"));
        assertThat(said(setting.enter())).isEqualTo("in");
        assertThat(said(setting.enter())).isEqualTo("in");
        assertThat(said(setting.enter())).isEqualTo("limit.rate");
        var robot = new Caller("ci-7", "token", Set.of());
        assertThat(setting.enter(robot, "files", "read")).isInstanceOf(Entry.Open.class);
        // The rate is that of the rule which names one.
        assertThat(shut(setting.enter(robot, "files", "read")).reason().code()).isEqualTo("limit.rate");
    }

    @Test
    void calls_under_way_are_bounded_until_they_are_over() {
        LimitSetting setting = LimitSetting.of(CALLER.withConcurrency(2));
        Place first = place(setting.enter());
        Place second = place(setting.enter());
        Entry.Shut refused = shut(setting.enter());
        assertThat(refused.reason().code()).isEqualTo("limit.concurrency");
        assertThat(refused.retryAfter()).isPositive();
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
        first.close();
        first.close();
        assertThat(said(setting.enter())).isEqualTo("in");
        Place third = place(setting.enter());
        assertThat(said(setting.enter())).isEqualTo("limit.concurrency");
        second.close();
        third.close();
        assertThat(setting.limits.underWay()).isZero();
    }

    @Test
    void whoever_is_refused_by_one_limit_gives_back_its_places_in_the_others() {
        LimitSetting setting = LimitSetting.of(
                CALLER.withConcurrency(5), LimitRule.of(Per.SERVER).withConcurrency(1));
        Place held = place(setting.enter(BOB, "files", "read"));
        for (int i = 0; i < 20; i++) {
            assertThat(said(setting.enter())).isEqualTo("limit.concurrency");
        }
        held.close();
        assertThat(said(setting.enter())).isEqualTo("in");
        assertThat(setting.limits.underWay()).isZero();
    }

    @Test
    void of_many_threads_no_more_get_in_at_once_than_may() throws Exception {
        LimitSetting setting = LimitSetting.of(CALLER.withConcurrency(7));
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var admitted = new AtomicInteger();
        var go = new CountDownLatch(1);
        var tried = new CountDownLatch(64);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(threads.submit(() -> {
                    go.await();
                    Entry entry = setting.enter();
                    if (entry instanceof Entry.Open open) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        admitted.incrementAndGet();
                        tried.countDown();
                        leave.await();
                        inside.decrementAndGet();
                        open.place().close();
                    } else {
                        tried.countDown();
                    }
                    return null;
                }));
            }
            go.countDown();
            tried.await();
            leave.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(admitted).hasValue(7);
        assertThat(most).hasValue(7);
        assertThat(setting.limits.underWay()).isZero();
    }

    @Test
    void bytes_of_messages_are_bounded_within_a_window() {
        LimitSetting setting = LimitSetting.of(CALLER.withBytes("1000/1s", "none"));
        var big = call("files", "write", JsonObject.EMPTY.with("text", new JsonString("x".repeat(500))));
        assertThat(said(setting.enter(ALICE, big, false))).isEqualTo("in");
        Entry.Shut refused = shut(setting.enter(ALICE, big, false));
        assertThat(refused.reason().code()).isEqualTo("limit.bytes");
        setting.pass(refused.retryAfter());
        assertThat(said(setting.enter(ALICE, big, false))).isEqualTo("in");
        var huge = call("files", "write", JsonObject.EMPTY.with("text", new JsonString("x".repeat(5_000))));
        Entry.Shut never = shut(setting.enter(ALICE, huge, false));
        assertThat(never.retryAfter()).isZero();
        assertThat(never.message()).doesNotContain("Try again");
    }

    @Test
    void bytes_of_answers_are_paid_for_afterwards() {
        LimitSetting setting = LimitSetting.of(CALLER.withBytes("none", "1000/1s"));
        Place place = place(setting.enter());
        place.answered(3_000);
        place.close();
        Entry.Shut refused = shut(setting.enter());
        assertThat(refused.reason().code()).isEqualTo("limit.bytes");
        assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_002));
        setting.pass(refused.retryAfter());
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void the_time_of_servers_is_paid_for_afterwards() {
        LimitSetting setting = LimitSetting.of(CALLER.withTime("10s/1m"));
        last(setting, Duration.ofSeconds(9));
        last(setting, Duration.ofSeconds(4));
        Entry.Shut refused = shut(setting.enter());
        assertThat(refused.reason().code()).isEqualTo("limit.time");
        // Of ten seconds in a minute, one comes back in six. Two thirds of one came back during the second call.
        assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(14), Duration.ofMillis(14_001));
        assertThat(refused.message()).contains("of this caller").contains("Try again in");
        setting.pass(refused.retryAfter().minusMillis(1));
        assertThat(said(setting.enter())).isEqualTo("limit.time");
        setting.passNanos(2_000_000);
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    /** A call that takes so long. */
    private static void last(LimitSetting setting, Duration duration) {
        Place place = place(setting.enter());
        setting.pass(duration);
        place.answered(10);
        place.close();
    }

    @Test
    void the_time_of_calls_under_way_counts_as_often_as_there_are_calls() {
        LimitSetting setting = LimitSetting.of(CALLER.withTime("10s/100h"));
        Place first = place(setting.enter());
        setting.pass(Duration.ofSeconds(3));
        Place second = place(setting.enter());
        setting.pass(Duration.ofSeconds(3));
        assertThat(said(setting.enter())).isEqualTo("in");
        setting.pass(Duration.ofSeconds(1));
        assertThat(said(setting.enter())).isEqualTo("limit.time");
        first.close();
        first.close();
        second.close();
        assertThat(said(setting.enter())).isEqualTo("limit.time");
        // Eleven seconds are used, so that one has to come back, in ten hours; the clock stands still meanwhile.
        assertThat(shut(setting.enter()).retryAfter()).isBetween(Duration.ofHours(9), Duration.ofMinutes(601));
    }

    @Test
    void a_server_and_a_tool_and_everything_together_have_a_time() {
        LimitSetting server = LimitSetting.of(LimitRule.of(Per.SERVER).withTime("10s/1h"));
        last(server, Duration.ofSeconds(20));
        assertThat(said(server.enter(BOB, "files", "b"))).isEqualTo("limit.time");
        assertThat(said(server.enter(BOB, "mail", "b"))).isEqualTo("in");
        LimitSetting tool = LimitSetting.of(LimitRule.of(Per.TOOL).withTime("10s/1h"));
        last(tool, Duration.ofSeconds(20));
        assertThat(said(tool.enter(ALICE, "files", "read"))).isEqualTo("limit.time");
        assertThat(said(tool.enter(ALICE, "files", "write"))).isEqualTo("in");
        assertThat(said(tool.enter(BOB, "files", "read"))).isEqualTo("in");
        LimitSetting all = LimitSetting.of(LimitRule.of(Per.ALL).withTime("10s/1h"));
        last(all, Duration.ofSeconds(20));
        assertThat(said(all.enter(BOB, "mail", "b"))).isEqualTo("limit.time");
    }

    @Test
    void a_call_that_is_refused_takes_no_time_and_nor_does_a_list() {
        LimitSetting setting = LimitSetting.of(
                CALLER.withTime("10s/1h"), LimitRule.of(Per.SERVER).withConcurrency(1));
        Place held = place(setting.enter(BOB, "files", "read"));
        assertThat(said(setting.enter())).isEqualTo("limit.concurrency");
        setting.pass(Duration.ofSeconds(30));
        held.close();
        last(setting, Duration.ofSeconds(20));
        assertThat(said(setting.enter())).isEqualTo("limit.time");
        var listing = new Listing("files", Listing.Kind.TOOLS, JsonObject.EMPTY);
        Request request = Request.of(RequestId.of(1), "tools/list", JsonObject.EMPTY);
        assertThat(setting.limits.admit(listing, request, true, setting.context(ALICE)))
                .isInstanceOf(Entry.Open.class);
    }

    @Test
    void who_used_up_the_time_is_not_forgotten_for_newcomers() {
        var setting = new LimitSetting(CallLimits.DEFAULT
                .tracking(16)
                .with(LimitSetting.NO_LOOPS)
                .with(LimitSetting.with(CALLER.withTime("10s/1h"))));
        last(setting, Duration.ofSeconds(20));
        for (int i = 0; i < 100; i++) {
            said(setting.enter(new Caller("c" + i, "token", Set.of()), "files", "read"));
            assertThat(setting.limits.tracked()).isLessThanOrEqualTo(16);
        }
        assertThat(said(setting.enter())).isEqualTo("limit.time");
    }

    @Test
    void the_budget_of_a_day_begins_anew_at_midnight_utc_and_not_when_the_clock_is_set_back() {
        LimitSetting setting = LimitSetting.of(CALLER.withDay(2, 1L << 40));
        assertThat(said(setting.enter())).isEqualTo("in");
        assertThat(said(setting.enter())).isEqualTo("in");
        Entry.Shut refused = shut(setting.enter());
        assertThat(refused.reason().code()).isEqualTo("limit.budget");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(2));
        setting.set(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(said(setting.enter())).isEqualTo("limit.budget");
        setting.set(Instant.parse("2026-11-21T23:59:59.999Z"));
        assertThat(said(setting.enter())).isEqualTo("limit.budget");
        setting.set(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void the_bytes_of_a_day_are_those_of_both_directions() {
        LimitSetting setting = LimitSetting.of(CALLER.withDay(1L << 40, 5_000));
        Place place = place(setting.enter());
        place.answered(4_950);
        place.close();
        assertThat(said(setting.enter())).isEqualTo("limit.budget");
    }

    @Test
    void the_calls_of_a_task_are_counted_until_the_caller_makes_a_pause() {
        LimitSetting setting = LimitSetting.of(LimitRule.of(Per.TASK).withCalls(3));
        for (int i = 0; i < 3; i++) {
            assertThat(said(setting.enter())).isEqualTo("in");
            setting.pass(Duration.ofMinutes(4));
        }
        Entry.Shut refused = shut(setting.enter());
        assertThat(refused.reason().code()).isEqualTo("limit.calls");
        assertThat(said(setting.enter(ALICE, "mail", "read"))).isEqualTo("in");
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
        // Being refused is no call, so that whoever asks too early waits no longer.
        setting.pass(refused.retryAfter());
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void a_tool_that_no_server_lists_gets_no_meter() {
        LimitSetting setting = LimitSetting.of();
        said(setting.enter());
        int before = setting.limits.tracked();
        for (int i = 0; i < 100; i++) {
            var made = new ToolCall("files", ToolDefinition.unlisted("t" + i), JsonObject.EMPTY, JsonObject.EMPTY);
            assertThat(said(setting.enter(ALICE, made, false))).isEqualTo("in");
        }
        assertThat(setting.limits.tracked()).isEqualTo(before);
    }

    @Test
    void lists_and_notifications_have_a_rate_and_hold_no_place() {
        LimitSetting setting = LimitSetting.of(CALLER.withRate("2/1m").withConcurrency(1));
        var listing = new Listing("files", Listing.Kind.TOOLS, JsonObject.EMPTY);
        Request request = Request.of(RequestId.of(1), "tools/list", JsonObject.EMPTY);
        assertThat(setting.limits.admit(listing, request, true, setting.context(ALICE)))
                .isInstanceOf(Entry.Open.class);
        var notice = Notification.of("notifications/roots/list_changed", JsonObject.EMPTY);
        Action told = new ClientNotice("files", notice.method(), JsonObject.EMPTY);
        assertThat(setting.limits.admit(told, notice, true, setting.context(ALICE)))
                .isInstanceOf(Entry.Open.class);
        assertThat(setting.limits.underWay()).isZero();
        assertThat(said(setting.enter())).isEqualTo("limit.rate");
    }

    @Test
    void what_a_server_says_costs_the_caller_nothing() {
        LimitSetting setting = LimitSetting.of(CALLER.withRate("1/1m"));
        var notice = Notification.of("notifications/message", JsonObject.EMPTY);
        Action said = new UpstreamNotice("files", notice.method(), JsonObject.EMPTY);
        for (int i = 0; i < 10; i++) {
            assertThat(setting.limits.admit(said, notice, true, setting.context(ALICE)))
                    .isSameAs(Entry.OPEN);
        }
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void limits_that_did_not_change_go_on_counting_when_the_configuration_is_read_again() {
        CallLimits settings = CallLimits.DEFAULT.with(LimitSetting.with(CALLER.withRate("1/1m")));
        var setting = new LimitSetting(settings);
        assertThat(said(setting.enter())).isEqualTo("in");
        setting.limits.replace(CallLimits.DEFAULT.with(LimitSetting.with(CALLER.withRate("1/1m"))));
        assertThat(said(setting.enter())).isEqualTo("limit.rate");
        setting.limits.replace(CallLimits.DEFAULT.with(LimitSetting.with(CALLER.withRate("2/1m"))));
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void an_agent_that_works_is_not_hindered_by_what_is_built_in() {
        var setting = new LimitSetting(CallLimits.DEFAULT);
        // An hour of a call every two seconds: looking, reading, writing, and asking for the state in between.
        for (int i = 0; i < 1_800; i++) {
            ToolCall call = switch (i % 4) {
                case 0 -> call("files", "list", JsonObject.EMPTY);
                case 1 -> call("files", "read", number(i));
                case 2 -> call("files", "write", number(i));
                default -> call("build", "get_status", JsonObject.EMPTY);
            };
            assertThat(said(setting.enter(ALICE, call, false))).as("call " + i).isEqualTo("in");
            setting.pass(Duration.ofSeconds(2));
        }
        // And a burst of reads.
        for (int i = 0; i < 199; i++) {
            assertThat(said(setting.enter(ALICE, call("files", "read", number(10_000 + i)), true)))
                    .isEqualTo("in");
        }
    }
}
