package dev.lockkeeper.guard.limit;

import static dev.lockkeeper.guard.limit.LimitSetting.ALICE;
import static dev.lockkeeper.guard.limit.LimitSetting.BOB;
import static dev.lockkeeper.guard.limit.LimitSetting.call;
import static dev.lockkeeper.guard.limit.LimitSetting.number;
import static dev.lockkeeper.guard.limit.LimitSetting.said;
import static dev.lockkeeper.guard.limit.LimitSetting.shut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Admission.Entry;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopsTest {

    private static final LoopLimits LOOPS = new LoopLimits(Duration.ofSeconds(60), 5, 50, 4, 30, 6);

    private final LimitSetting setting =
            new LimitSetting(CallLimits.DEFAULT.with(LOOPS).with(LimitSetting.NONE));

    private String enter(String tool, JsonObject arguments) {
        return said(setting.enter(ALICE, call("files", tool, arguments), false));
    }

    @Test
    void the_same_call_again_and_again_is_refused_until_the_window_has_passed() {
        for (int i = 0; i < 5; i++) {
            assertThat(enter("write", number(1))).isEqualTo("in");
            setting.pass(Duration.ofSeconds(2));
        }
        Entry.Shut refused = shut(setting.enter(ALICE, call("files", "write", number(1)), false));
        assertThat(refused.reason().code()).isEqualTo("limit.loop");
        assertThat(refused.message()).contains("5 times within 60 s");
        assertThat(enter("write", number(2))).isEqualTo("in");
        assertThat(said(setting.enter(ALICE, call("mail", "write", number(1)), false)))
                .isEqualTo("in");
        assertThat(said(setting.enter(BOB, call("files", "write", number(1)), false)))
                .isEqualTo("in");
        setting.pass(refused.retryAfter());
        assertThat(enter("write", number(1))).isEqualTo("in");
        assertThat(enter("write", number(1))).isEqualTo("limit.loop");
    }

    @Test
    void the_order_of_members_makes_no_other_call_and_the_value_does() {
        JsonObject one = JsonObject.EMPTY.with("a", JsonNumber.of(1)).with("b", JsonNumber.of(2));
        JsonObject other = JsonObject.EMPTY.with("b", JsonNumber.of(2)).with("a", JsonNumber.of(1));
        JsonObject swapped = JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(1));
        assertThat(CallDigest.of(7, one)).isEqualTo(CallDigest.of(7, other)).isNotEqualTo(CallDigest.of(7, swapped));
        assertThat(CallDigest.of(7, one)).isNotEqualTo(CallDigest.of(8, one));
        assertThat(CallDigest.of("a", "b")).isNotEqualTo(CallDigest.of("b", "a"));
    }

    @Test
    void a_loop_with_other_calls_in_between_is_one_too() {
        for (int i = 0; i < 5; i++) {
            assertThat(enter("write", number(1))).isEqualTo("in");
            assertThat(enter("read", number(100 + i))).isEqualTo("in");
        }
        assertThat(enter("write", number(1))).isEqualTo("limit.loop");
    }

    @Test
    void a_tool_that_only_reads_may_be_polled() {
        ToolCall poll = call("files", "get_status", JsonObject.EMPTY);
        for (int i = 0; i < 50; i++) {
            assertThat(said(setting.enter(ALICE, poll, true))).isEqualTo("in");
        }
        assertThat(said(setting.enter(ALICE, poll, true))).isEqualTo("limit.loop");
    }

    @Test
    void polling_every_five_seconds_is_no_loop_by_what_is_built_in() {
        var builtIn = new LimitSetting(CallLimits.DEFAULT);
        for (int i = 0; i < 500; i++) {
            assertThat(said(builtIn.enter(ALICE, call("build", "get_status", JsonObject.EMPTY), false)))
                    .isEqualTo("in");
            builtIn.pass(Duration.ofSeconds(5));
        }
    }

    @Test
    void two_tools_in_turn_are_a_loop_with_the_same_arguments_only() {
        for (int i = 0; i < 20; i++) {
            assertThat(enter(i % 2 == 0 ? "a" : "b", number(i / 2))).isEqualTo("in");
        }
        setting.pass(Duration.ofSeconds(61));
        for (int i = 0; i < 7; i++) {
            assertThat(enter(i % 2 == 0 ? "a" : "b", JsonObject.EMPTY)).isEqualTo("in");
        }
        assertThat(enter("b", JsonObject.EMPTY)).isEqualTo("limit.loop");
        // Something else ends the turns.
        assertThat(enter("c", JsonObject.EMPTY)).isEqualTo("in");
        assertThat(enter("b", JsonObject.EMPTY)).isEqualTo("in");
    }

    @Test
    void two_tools_that_only_read_may_take_turns() {
        for (int i = 0; i < 40; i++) {
            ToolCall call = call("files", i % 2 == 0 ? "a" : "b", JsonObject.EMPTY);
            assertThat(said(setting.enter(ALICE, call, true))).isEqualTo("in");
        }
    }

    @Test
    void many_calls_of_many_tools_within_the_window_are_refused_and_of_few_are_not() {
        for (int i = 0; i < 200; i++) {
            assertThat(enter("t" + i % 6, number(i))).isEqualTo("in");
        }
        setting.pass(Duration.ofSeconds(61));
        for (int i = 0; i < 30; i++) {
            assertThat(enter("t" + i, number(i))).isEqualTo("in");
        }
        Entry.Shut refused = shut(setting.enter(ALICE, call("files", "more", number(1)), false));
        assertThat(refused.reason().code()).isEqualTo("limit.loop");
        assertThat(refused.message()).contains("different tools");
        setting.pass(refused.retryAfter());
        assertThat(enter("more", number(1))).isEqualTo("in");
    }

    @Test
    void zero_stands_for_never() {
        var never =
                new LimitSetting(CallLimits.DEFAULT.with(LimitSetting.NO_LOOPS).with(LimitSetting.NONE));
        for (int i = 0; i < 1_000; i++) {
            assertThat(said(never.enter())).isEqualTo("in");
        }
    }
}
