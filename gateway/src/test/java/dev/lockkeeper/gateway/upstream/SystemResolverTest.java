package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.url.ResolutionFailed;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.reason.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SystemResolverTest {

    private static final byte[] PUBLIC = {93, (byte) 184, (byte) 216, 34};
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    @Test
    void the_operating_system_knows_this_machine() throws Exception {
        assertThat(new SystemResolver().addresses("localhost")).isNotEmpty().allMatch(SystemResolverTest::isLoopback);
    }

    @Test
    void a_name_that_is_none_fails() {
        assertThatExceptionOfType(ResolutionFailed.class)
                .isThrownBy(() -> new SystemResolver().addresses("no-such-name.invalid"));
    }

    @Test
    void an_answer_is_kept_for_a_short_time_and_not_longer() throws Exception {
        var resolver = resolver(Runnable::run, LONG);
        resolver.addresses("a.com");
        resolver.addresses("a.com");
        resolver.addresses("b.com");
        assertThat(asked).containsExactly("a.com", "b.com");
        now.addAndGet(Duration.ofSeconds(6).toNanos());
        resolver.addresses("a.com");
        assertThat(asked).containsExactly("a.com", "b.com", "a.com");
    }

    @Test
    void what_is_kept_is_nobodys_to_change() throws Exception {
        var resolver = resolver(Runnable::run, LONG);
        resolver.addresses("a.com").getFirst()[0] = 127;
        assertThat(resolver.addresses("a.com").getFirst()).isEqualTo(PUBLIC);
    }

    @Test
    void no_more_than_a_bounded_number_of_answers_is_kept() throws Exception {
        var resolver = resolver(Runnable::run, LONG);
        for (int i = 0; i < 2_000; i++) {
            resolver.addresses("n" + i + ".com");
        }
        asked.clear();
        resolver.addresses("n1999.com");
        assertThat(asked).isEmpty();
        resolver.addresses("n0.com");
        assertThat(asked).containsExactly("n0.com");
    }

    @Test
    void a_lookup_that_hangs_is_given_up() throws Exception {
        var release = new CountDownLatch(1);
        var resolver = resolver(
                task -> Thread.ofVirtual().start(() -> {
                    await(release);
                    task.run();
                }),
                Duration.ofMillis(20));
        assertThatExceptionOfType(ResolutionFailed.class)
                .isThrownBy(() -> resolver.addresses("slow.com"))
                .withMessageContaining("no answer");
        release.countDown();
        // Whoever asks again gets the answer of the lookup that was under way.
        for (boolean answered = false; !answered; ) {
            try {
                answered = !resolver.addresses("slow.com").isEmpty();
            } catch (ResolutionFailed notYet) {
                Thread.onSpinWait();
            }
        }
        assertThat(asked).containsExactly("slow.com");
    }

    @Test
    void too_many_lookups_fail_and_are_not_remembered() throws Exception {
        var busy = new AtomicLong(1);
        var resolver = resolver(
                task -> {
                    if (busy.getAndDecrement() > 0) {
                        throw new RejectedExecutionException();
                    }
                    task.run();
                },
                LONG);
        assertThatExceptionOfType(ResolutionFailed.class)
                .isThrownBy(() -> resolver.addresses("a.com"))
                .withMessageContaining("too many");
        assertThat(resolver.addresses("a.com")).isNotEmpty();
    }

    @Test
    void a_name_with_very_many_addresses_is_refused() {
        var resolver = new SystemResolver(host -> new InetAddress[65], Runnable::run, now::get, LONG);
        assertThatExceptionOfType(ResolutionFailed.class).isThrownBy(() -> resolver.addresses("a.com"));
    }

    @Test
    void a_guard_refuses_a_name_that_leads_to_this_machine() {
        var guard = new UrlGuard(UrlSettings.DEFAULT.withHosts("localhost"), new SystemResolver());
        assertThat(guard.judge("https://localhost/"))
                .isInstanceOfSatisfying(
                        Assessment.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(Reason.URL_PRIVATE_ADDRESS));
    }

    private SystemResolver resolver(Executor executor, Duration patience) {
        return new SystemResolver(
                host -> {
                    asked.add(host);
                    return new InetAddress[] {address(PUBLIC)};
                },
                executor,
                now::get,
                patience);
    }

    private static InetAddress address(byte[] bytes) throws UnknownHostException {
        return InetAddress.getByAddress(bytes);
    }

    private static boolean isLoopback(byte[] bytes) {
        try {
            return address(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(List.of(bytes).toString(), e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
