package dev.lockkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockkeeper.bench.micro.Sized;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void what_is_linear_takes_ten_times_as_long_however_far_apart_the_sizes_are() {
        assertThat(Growth.scaled(2, 1_000, 20, 10_000)).isCloseTo(10, within(1e-9));
        assertThat(Growth.scaled(20, 10_000, 131, 65_500)).isCloseTo(10, within(1e-9));
        assertThat(Growth.scaled(200, 100_000, 262, 131_000)).isCloseTo(10, within(1e-9));
    }

    @Test
    void what_is_quadratic_takes_more() {
        assertThat(Growth.scaled(2, 1_000, 200, 10_000)).isCloseTo(100, within(1e-9));
        assertThat(Growth.scaled(2, 1_000, 32, 4_000)).isCloseTo(40, within(1e-9));
    }

    @Test
    void sizes_go_to_the_longest_that_is_judged_and_then_to_1_MB() {
        IntFunction<Sized.Question> none = size -> () -> "";
        assertThat(new Sized("all", Sized.LARGEST, null, none).sizes())
                .containsExactly(1_000, 10_000, 100_000, 1_000_000);
        assertThat(new Sized("some", 65_536, null, none).sizes()).containsExactly(1_000, 10_000, 65_536, 1_000_000);
        assertThat(new Sized("few", 100_000, null, none).sizes()).containsExactly(1_000, 10_000, 100_000, 1_000_000);
        assertThat(new Sized("short", 253, null, none).sizes()).containsExactly(253, 1_000_000);
    }
}
