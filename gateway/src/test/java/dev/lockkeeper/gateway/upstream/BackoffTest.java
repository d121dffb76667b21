package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Backoff backoff = new Backoff(clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** What is left of the pause, in seconds. */
    private long left() {
        try {
            backoff.check();
            return 0;
        } catch (UpstreamFailure e) {
            assertThat(e.reason()).isEqualTo(Reason.UPSTREAM_BACKOFF);
            return e.retryAfter().orElseThrow().toSeconds();
        }
    }

    private long failAndWait() {
        backoff.failed();
        long pause = left();
        pass(Duration.ofSeconds(pause));
        return pause;
    }

    @Test
    void the_first_failure_costs_nothing_and_the_others_ever_more_up_to_a_bound() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pauses.add(failAndWait());
        }
        assertThat(pauses).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void a_pause_says_how_long_it_still_lasts() {
        failAndWait();
        failAndWait();
        backoff.failed();
        pass(Duration.ofMillis(500));
        assertThatThrownBy(backoff::check)
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.retryAfter()).contains(Duration.ofMillis(1500)));
    }

    @Test
    void what_fails_within_a_pause_does_not_lengthen_it() {
        failAndWait();
        for (int i = 0; i < 40; i++) {
            backoff.failed();
        }
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void a_success_ends_the_pauses() {
        failAndWait();
        failAndWait();
        backoff.failed();
        backoff.succeeded();
        assertThat(left()).isZero();
        assertThat(failAndWait()).isZero();
    }

    @Test
    void after_a_calm_time_it_begins_anew() {
        for (int i = 0; i < 5; i++) {
            failAndWait();
        }
        pass(Duration.ofSeconds(61));
        assertThat(failAndWait()).isZero();
        assertThat(failAndWait()).isEqualTo(1);
    }
}
