package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.testing.MemoryJournal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private static final int CAPACITY = 10;

    private final Decider decider = new Decider(
            new Rulebook(
                    "1",
                    List.of((action, context) -> new Verdict.Grant(new RuleRef("rule", "test", 1))),
                    List.of(),
                    action -> true,
                    action -> false),
            new MemoryJournal(),
            () -> 0,
            (decision, reference) -> {});
    private final Listener listener = new Listener(CAPACITY);

    private Release release(int number) {
        var notice = Notification.of("n", JsonObject.EMPTY.with("n", JsonNumber.of(number)));
        var context = new Context(
                new Caller("t", "test", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        return switch (decider.relay(new UpstreamNotice("s", "n", JsonObject.EMPTY), notice, context)) {
            case RelayOutcome.Released released -> released.release();
            case RelayOutcome.Refused refused -> throw new IllegalStateException("withheld");
        };
    }

    private void offer(int from, int to) {
        IntStream.range(from, to).forEach(number -> listener.offer(release(number)));
    }

    /** A client that takes one message for each permit it is given. */
    private static final class Slow implements ClientChannel {

        final List<String> heard = new CopyOnWriteArrayList<>();
        final Semaphore permits;
        final Semaphore sending = new Semaphore(0);
        final AtomicInteger ends = new AtomicInteger();

        Slow(int permits) {
            this.permits = new Semaphore(permits);
        }

        @Override
        public void send(Release release) throws IOException {
            sending.release();
            permits.acquireUninterruptibly();
            heard.add(release.message().wire().toString().replaceAll("\\D*2\\.0\\D*", ""));
        }

        @Override
        public void end() {
            ends.incrementAndGet();
        }
    }

    @Test
    void messages_are_heard_in_their_order_from_before_and_after_the_listening_began() {
        offer(0, 5);
        var channel = new Slow(1000);
        listener.listen(channel);
        await().until(() -> channel.heard.size() == 5);
        offer(5, 10);
        await().until(() -> channel.heard.size() == 10);
        assertThat(channel.heard).hasSize(10).isSorted();
    }

    @Test
    void who_offers_does_not_wait_for_who_does_not_take_and_what_waits_is_bounded() throws Exception {
        var channel = new Slow(0);
        listener.listen(channel);
        offer(0, 1);
        channel.sending.acquire();
        offer(1, 10_000);
        channel.permits.release(10_000);
        await().until(() -> channel.heard.size() == CAPACITY + 1);
        assertThat(channel.heard.getLast()).contains("9999");
        offer(0, 1);
        await().until(() -> channel.heard.size() == CAPACITY + 2);
    }

    @Test
    void a_newer_listener_takes_over_and_the_older_ends_once_what_it_is_being_sent_is_sent() throws Exception {
        var first = new Slow(0);
        Listening older = listener.listen(first);
        offer(0, 1);
        first.sending.acquire();
        var second = new Slow(1000);
        listener.listen(second);
        offer(1, 3);
        await().until(() -> second.heard.size() == 2);
        assertThat(first.ends).hasValue(0);
        first.permits.release();
        await().until(() -> first.ends.get() == 1);
        assertThat(first.heard).hasSize(1);
        older.close();
        assertThat(listener.present()).isTrue();
        assertThat(second.ends).hasValue(0);
    }

    @Test
    void closing_either_side_ends_the_channel_once() {
        var first = new Slow(1000);
        Listening handle = listener.listen(first);
        handle.close();
        handle.close();
        await().until(() -> first.ends.get() == 1);
        assertThat(listener.present()).isFalse();
        offer(0, 1);
        var second = new Slow(1000);
        listener.listen(second);
        await().until(() -> second.heard.size() == 1);
        listener.close();
        await().until(() -> second.ends.get() == 1);
        var late = new Slow(1000);
        listener.listen(late);
        await().until(() -> late.ends.get() == 1);
        assertThat(first.ends).hasValue(1);
        assertThat(first.heard).isEmpty();
    }

    @Test
    void a_channel_that_breaks_ends_and_what_follows_waits_for_the_next() {
        var ended = new Semaphore(0);
        listener.listen(new ClientChannel() {
            @Override
            public void send(Release release) throws IOException {
                throw new IOException("broken");
            }

            @Override
            public void end() {
                ended.release();
            }
        });
        offer(0, 1);
        await().until(ended::tryAcquire);
        assertThat(listener.present()).isFalse();
        offer(1, 3);
        var next = new Slow(1000);
        listener.listen(next);
        await().until(() -> next.heard.size() == 2);
    }
}
