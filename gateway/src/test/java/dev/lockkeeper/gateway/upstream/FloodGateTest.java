package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.upstream.FloodGate.Passage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FloodGateTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final FloodGate gate = new FloodGate(clock::get);

    private Map<Passage, Integer> send(int messages) {
        Map<Passage, Integer> passages = new EnumMap<>(Passage.class);
        for (int i = 0; i < messages; i++) {
            passages.merge(gate.pass(), 1, Integer::sum);
        }
        return passages;
    }

    @Test
    void a_burst_passes_and_the_rest_is_left_out() {
        assertThat(send(6_000)).isEqualTo(Map.of(Passage.OPEN, 5_000, Passage.CLOSING, 1, Passage.CLOSED, 999));
    }

    @Test
    void the_rate_passes_for_ever() {
        send(5_000);
        for (int second = 0; second < 100; second++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(send(500)).isEqualTo(Map.of(Passage.OPEN, 500));
        }
    }

    @Test
    void a_flood_without_a_pause_breaks_it() {
        assertThat(send(5_000 + 50_000)).doesNotContainKey(Passage.BROKEN);
        // What the rate lets pass meanwhile is no pause.
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(send(501)).isEqualTo(Map.of(Passage.OPEN, 500, Passage.BROKEN, 1));
    }

    @Test
    void after_a_pause_there_is_another_burst_and_another_record() {
        send(50_000);
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(send(5_001)).isEqualTo(Map.of(Passage.OPEN, 5_000, Passage.CLOSING, 1));
    }
}
