package dev.lockkeeper.guard.limit;

import static dev.lockkeeper.guard.limit.LimitSetting.ALICE;
import static dev.lockkeeper.guard.limit.LimitSetting.BOB;
import static dev.lockkeeper.guard.limit.LimitSetting.place;
import static dev.lockkeeper.guard.limit.LimitSetting.said;
import static dev.lockkeeper.guard.limit.LimitSetting.shut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Admission.Entry;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final LimitSetting setting = new LimitSetting(CallLimits.DEFAULT
            .with(LimitSetting.NO_LOOPS)
            .with(new CircuitLimits(3, Duration.ofSeconds(1), Duration.ofSeconds(4)))
            .with(LimitSetting.NONE));

    private void fail() {
        Place place = place(setting.enter());
        place.failed();
        place.close();
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            fail();
        }
    }

    @Test
    void so_many_failures_in_a_row_open_it_for_everybody_on_that_server_only() {
        open();
        Entry.Shut refused = shut(setting.enter(BOB, "files", "other"));
        assertThat(refused.reason().code()).isEqualTo("limit.circuit-open");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(said(setting.enter(ALICE, "mail", "read"))).isEqualTo("in");
    }

    @Test
    void an_answer_in_between_keeps_it_closed() {
        for (int i = 0; i < 20; i++) {
            fail();
            fail();
            assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
        }
    }

    @Test
    void a_call_that_ends_without_an_outcome_counts_for_nothing() {
        for (int i = 0; i < 20; i++) {
            place(setting.enter()).close();
        }
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void streams_that_end_open_nothing() {
        var listing = new Listing("files", Listing.Kind.TOOLS, JsonObject.EMPTY);
        Request request = Request.of(RequestId.of(1), "tools/list", JsonObject.EMPTY);
        for (int i = 0; i < 20; i++) {
            Place place = place(setting.limits.admit(listing, request, true, setting.context(ALICE)));
            place.failed();
            place.close();
        }
        assertThat(said(setting.enter())).isEqualTo("in");
    }

    @Test
    void after_the_pause_one_may_try_and_its_answer_lets_all_in() {
        open();
        setting.pass(Duration.ofSeconds(1));
        Place probe = place(setting.enter());
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("limit.circuit-open");
        probe.answered(10);
        probe.close();
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
    }

    @Test
    void pauses_double_up_to_the_longest() {
        open();
        for (long pause : new long[] {1, 2, 4, 4}) {
            assertThat(shut(setting.enter()).retryAfter()).isEqualTo(Duration.ofSeconds(pause));
            setting.pass(Duration.ofSeconds(pause));
            fail();
        }
    }

    @Test
    void a_probe_that_was_never_made_leaves_the_place_to_the_next() {
        open();
        setting.pass(Duration.ofSeconds(1));
        place(setting.enter()).close();
        assertThat(setting.enter(BOB, "files", "read")).isInstanceOf(Entry.Open.class);
    }

    @Test
    void a_probe_that_takes_long_holds_up_nobody_for_longer_than_a_pause() {
        open();
        setting.pass(Duration.ofSeconds(1));
        Place slow = place(setting.enter());
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("limit.circuit-open");
        setting.pass(Duration.ofSeconds(1));
        assertThat(said(setting.enter(BOB, "files", "read"))).isEqualTo("in");
        slow.close();
    }

    @Test
    void what_was_under_way_before_it_opened_does_not_make_the_pause_longer() {
        Place[] before = new Place[6];
        for (int i = 0; i < before.length; i++) {
            before[i] = place(setting.enter());
        }
        setting.passNanos(5);
        for (Place place : before) {
            place.failed();
            place.close();
        }
        assertThat(shut(setting.enter()).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }
}
