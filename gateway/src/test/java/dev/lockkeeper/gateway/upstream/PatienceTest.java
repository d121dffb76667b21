package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {

    @ParameterizedTest
    @CsvSource({
        // silence, longest, last progress, now, left
        "60, 600,   0,   0,  60",
        "60, 600,   0,  59,   1",
        "60, 600,   0,  60,   0",
        "60, 600,  50,  60,  50",
        "60, 600, 590, 595,   5",
        "60, 600, 599, 600,   0",
        "60,  60,  50,  55,   5",
        "60,  10,   0,  55,   5",
        "60,  10,  50,  59,   1",
    })
    void progress_lengthens_the_wait_up_to_the_longest(int silence, int longest, int progressed, int now, int left) {
        long begun = Long.MAX_VALUE - 5;
        var patience = new Patience(Duration.ofSeconds(silence), Duration.ofSeconds(longest));
        assertThat(patience.left(begun, begun + nanos(progressed), begun + nanos(now)))
                .isEqualTo(Duration.ofSeconds(left));
    }

    private static long nanos(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
