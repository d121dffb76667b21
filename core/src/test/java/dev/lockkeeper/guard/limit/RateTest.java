package dev.lockkeeper.guard.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
}
