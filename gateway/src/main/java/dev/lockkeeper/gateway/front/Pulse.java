package dev.lockkeeper.gateway.front;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells quiet streams that it is time for a comment: by one look at all of them now and then, since a timer of its own
 * would cost each request more than most of its way through the gateway. Thread-safe.
 */
final class Pulse implements AutoCloseable {

    private static final long SHORTEST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 250;

    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long periodMillis;

    /** @param finest the shortest time that a stream waits for its comment; it may come a quarter of that too late */
    Pulse(Duration finest) {
        this.periodMillis = Math.clamp(finest.toMillis() / 4, SHORTEST_MILLIS, LONGEST_MILLIS);
    }

    void start() {
        Thread.ofPlatform().daemon().name("lockkeeper-streams").start(this::beat);
    }

    /** From now on looks whether this stream is due. */
    void add(EventStream stream) {
        streams.add(stream);
    }

    void remove(EventStream stream) {
        streams.remove(stream);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void beat() {
        try {
            while (!closed.await(periodMillis, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                for (EventStream stream : streams) {
                    if (stream.isDue(now)) {
                        // Apart, since a peer that does not read may hold it up.
                        Thread.startVirtualThread(stream::comment);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
