package dev.lockkeeper.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Admission.Entry;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LimitsPropertyTest {

    /** However it is taken, no more is given than there was and came back meanwhile. */
    @Property(tries = 500)
    void an_allowance_gives_what_its_rate_says_and_no_more(
            @ForAll @LongRange(min = 1, max = 1_000) long count,
            @ForAll @LongRange(min = 1, max = 100_000) long millis,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 40_000) Integer> pauses,
            @ForAll @IntRange(min = 1, max = 7) int each) {
        var clock = new AtomicLong(-5);
        var rate = new Rate(count, Duration.ofMillis(millis));
        Allowance allowance = new LocalAllowances(clock::get).of("a", rate);
        double given = 0;
        double passed = 0;
        for (int pause : pauses) {
            clock.addAndGet(pause * 1_000_000L);
            passed += pause;
            for (int i = 0; i < 5; i++) {
                given += allowance.take(each) == 0 ? each : 0;
            }
            assertThat(given).isLessThanOrEqualTo(count + count * passed / millis + 1e-6);
        }
    }

    /** The hint is exact to a nanosecond: then there is enough, and before there is not. */
    @Property(tries = 500)
    void who_waits_as_long_as_is_said_gets_what_was_asked(
            @ForAll @LongRange(min = 1, max = 5_000) long count,
            @ForAll @LongRange(min = 1, max = 1_000_000) long millis,
            @ForAll @LongRange(min = 1, max = 5_000) long taken,
            @ForAll @LongRange(min = 1, max = 5_000) long wanted) {
        var clock = new AtomicLong(Long.MAX_VALUE - 1_000_000);
        Allowance allowance = new LocalAllowances(clock::get).of("a", new Rate(count, Duration.ofMillis(millis)));
        allowance.charge(taken);
        long wait = allowance.take(wanted);
        if (wanted > count) {
            assertThat(wait).isEqualTo(Allowance.NEVER);
            return;
        }
        if (wait > 0) {
            clock.addAndGet(wait - 1);
            assertThat(allowance.take(wanted)).isPositive();
            clock.addAndGet(2);
            assertThat(allowance.take(wanted)).isZero();
        }
    }

    /** However long calls take and overlap, none begins once more time is spent than there was and came back meanwhile. */
    @Property(tries = 300)
    void a_call_begins_only_while_there_is_time_left(
            @ForAll @LongRange(min = 1, max = 20_000) long most,
            @ForAll @LongRange(min = 20, max = 100_000) long window,
            @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 5_000) Integer> steps) {
        LimitSetting setting = LimitSetting.of(LimitRule.of(Per.CALLER).withTime(most + "ms/" + window + "ms"));
        Deque<Place> underWay = new ArrayDeque<>();
        double spent = 0;
        double passed = 0;
        for (int step : steps) {
            setting.pass(Duration.ofMillis(step));
            spent += (double) step * underWay.size();
            passed += step;
            if (step % 3 == 0 && !underWay.isEmpty()) {
                underWay.remove().close();
            } else if (setting.enter() instanceof Entry.Open open) {
                assertThat(spent).isLessThan(most + most * passed / window + 1e-3);
                underWay.add(open.place());
            }
        }
        underWay.forEach(Place::close);
        assertThat(setting.limits.underWay()).isZero();
    }

    /** Whoever else comes and goes, however many, one caller gets its rate and no more, and memory is bounded. */
    @Property(tries = 100)
    void newcomers_bring_nobody_a_new_allowance(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 200) Integer> others,
            @ForAll @IntRange(min = 0, max = 900) int pauseMillis) {
        var setting = new LimitSetting(CallLimits.DEFAULT
                .tracking(16)
                .with(LimitSetting.NO_LOOPS)
                .with(LimitSetting.with(LimitRule.of(Per.CALLER).withRate("5/1m"))));
        int in = 0;
        double seconds = 0;
        for (int other : others) {
            in += entered(setting.enter(LimitSetting.ALICE, "files", "read"));
            entered(setting.enter(new Caller("c" + other, "token", Set.of()), "files", "tool" + other));
            setting.pass(Duration.ofMillis(pauseMillis));
            seconds += pauseMillis / 1_000.0;
            assertThat(setting.limits.tracked()).isLessThanOrEqualTo(16);
            assertThat((double) in).isLessThanOrEqualTo(5 + seconds / 12 + 1e-6);
        }
        assertThat(setting.limits.underWay()).isZero();
    }

    /** Those who share the place of latecomers get together what one would get. */
    @Property(tries = 50)
    void latecomers_share(@ForAll @IntRange(min = 50, max = 300) int callers) {
        var setting = new LimitSetting(CallLimits.DEFAULT
                .tracking(16)
                .with(LimitSetting.NO_LOOPS)
                .with(LimitSetting.with(LimitRule.of(Per.CALLER).withRate("2/1m"))));
        int in = 0;
        for (int i = 0; i < callers; i++) {
            var caller = new Caller("c" + i, "token", Set.of());
            for (int again = 0; again < 5; again++) {
                in += entered(setting.enter(caller, "files", "read"));
            }
        }
        // At most sixteen have an allowance of their own, and all others one together.
        assertThat(in).isLessThanOrEqualTo(2 * 17);
    }

    private static int entered(Entry entry) {
        return LimitSetting.said(entry).equals("in") ? 1 : 0;
    }
}
