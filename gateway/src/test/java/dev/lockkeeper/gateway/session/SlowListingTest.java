package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.modern;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that list their tools slowly, while calls wait for the list. */
@Timeout(120)
class SlowListingTest {

    private static final String CALL = "{\"name\":\"t\"}";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AtomicInteger pages = new AtomicInteger();

    private Conversation conversation(Peer peer) throws ConversationRefused {
        peer.era = Optional.of(Era.MODERN);
        var decider = new BridgeSetting(peer).decider;
        return new Sessions(decider, peer, SessionSettings.DEFAULT, BridgeSetting.BOUNDS, clock, tool -> {})
                .stateless(ALICE, "files");
    }

    @Test
    void a_list_that_comes_page_by_page_is_waited_for_in_all_and_not_page_by_page() throws Exception {
        var peer = new Peer((line, request) -> {
            now.updateAndGet(time -> time.plusSeconds(59));
            return "{\"tools\":[],\"nextCursor\":\"" + pages.incrementAndGet() + "\"}";
        });
        assertThat(refused(handle(conversation(peer), modern(1, "tools/call", CALL))))
                .isEqualTo(Reason.UPSTREAM_PROTOCOL);
        assertThat(pages).hasValueLessThan(5);
    }

    @Test
    void who_waits_for_a_list_that_another_asked_for_can_leave() throws Exception {
        var listing = new CountDownLatch(1);
        var peer = new Peer((line, request) -> {
            pages.incrementAndGet();
            listing.await();
            return "{\"tools\":[]}";
        });
        Conversation conversation = conversation(peer);
        Thread first = Thread.ofVirtual().start(() -> handle(conversation, modern(1, "tools/call", CALL)));
        await().until(() -> pages.get() == 1);
        var left = new CompletableFuture<Reply>();
        Thread second =
                Thread.ofVirtual().start(() -> left.complete(handle(conversation, modern(2, "tools/call", CALL))));
        await().until(() ->
                second.getState() == Thread.State.TIMED_WAITING || second.getState() == Thread.State.WAITING);
        second.interrupt();
        assertThat(refused(left.get(60, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
        listing.countDown();
        first.join();
    }
}
