package dev.lockkeeper.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    @Test
    void a_rate_is_a_count_and_a_time() {
        assertThat(Rate.of("600/1m")).isEqualTo(new Rate(600, Duration.ofMinutes(1)));
        assertThat(Rate.of("64Mi/2h")).isEqualTo(new Rate(64L << 20, Duration.ofHours(2)));
        assertThat(Rate.of("1/500ms")).isEqualTo(new Rate(1, Duration.ofMillis(500)));
        assertThat(Rate.of("2Ki/3s")).isEqualTo(new Rate(2_048, Duration.ofSeconds(3)));
        assertThat(Rate.of("1Gi/1d")).isEqualTo(new Rate(1L << 30, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "600",
                "600/",
                "/1m",
                "0/1m",
                "600/0s",
                "-1/1m",
                "600/1y",
                "600/m",
                "6 00/1m",
                "600Ti/1m",
                "600mi/1m",
                "99999999999999999999/1m",
                "9999999999Gi/1m",
                "1Gi/1s",
                "2/1ms/1",
                "1/400d",
                "6e2/1m",
                "٣/1m"
            })
    void everything_else_is_refused(String text) {
        assertThatThrownBy(() -> Rate.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_time_within_a_time_is_a_rate_of_microseconds() {
        assertThat(Rate.ofTime("10m/1h")).isEqualTo(new Rate(600_000_000, Duration.ofHours(1)));
        assertThat(Rate.ofTime("250ms/1s")).isEqualTo(new Rate(250_000, Duration.ofSeconds(1)));
        assertThat(Rate.ofTime("1000h/1h")).isEqualTo(new Rate(3_600_000_000_000L, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "10m", "10m/", "/1h", "0s/1h", "10m/0s", "10/1h", "10m/1y", "1001h/1h", "1s/400d"})
    void everything_else_is_no_time(String text) {
        assertThatThrownBy(() -> Rate.ofTime(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_largest_time_there_is_comes_back_as_it_should() {
        var clock = new AtomicLong();
        Allowance allowance = new LocalAllowances(clock::get).of("a", Rate.ofTime("366000d/366d"));
        allowance.charge(TimeUnit.MICROSECONDS.convert(Duration.ofDays(366_000)));
        assertThat(allowance.owes()).isEqualTo(1);
        allowance.charge(TimeUnit.MICROSECONDS.convert(Duration.ofDays(1_000)));
        clock.addAndGet(TimeUnit.DAYS.toNanos(1));
        assertThat(allowance.owes()).isBetween(1L, 2L);
        clock.addAndGet(2);
        assertThat(allowance.owes()).isZero();
    }
}
