package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleSweepTest {

    private static final Duration OFTEN = Duration.ofMillis(4);

    private final AtomicInteger swept = new AtomicInteger();

    @Test
    void it_goes_on_by_itself_also_after_one_that_failed() {
        Runnable failing = () -> {
            if (swept.get() == 0) {
                throw new IllegalStateException("a conversation that cannot be closed");
            }
        };
        try (var sweep = IdleSweep.start(OFTEN, List.of(failing, swept::incrementAndGet))) {
            assertThat(sweep).isNotNull();
            await().until(() -> swept.get() > 2);
        }
    }

    @Test
    void its_end_waits_for_what_is_being_swept() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var sweep = IdleSweep.start(OFTEN, List.of(() -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            swept.incrementAndGet();
        }));
        entered.await();
        Thread closing = Thread.ofVirtual().start(sweep::close);
        await().until(() -> closing.getState() == Thread.State.WAITING);
        release.countDown();
        closing.join();
        assertThat(swept).hasValue(1);
    }
}
