package dev.lockkeeper.gateway.front;

import dev.lockkeeper.mcp.Wire;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was sent last on the streams of one session, for a client whose connection broke; bounded in number and bytes,
 * the oldest goes first. It lives as long as the session and is reached through it only. Thread-safe.
 */
final class Replay {

    static final int MOST_EVENTS = 256;
    static final int MOST_BYTES = 1 << 20;

    private final Deque<Kept> kept = new ArrayDeque<>(0);
    private final Map<Long, EventStream> unanswered = new HashMap<>(0);
    private final boolean primes;
    private long bytes;
    private long streams;
    private long events;

    /**
     * One event.
     *
     * @param last whether the stream ends with it
     */
    record Kept(EventId id, Wire message, boolean last) {}

    /** @param primes whether the client takes an event that only says where the stream begins */
    Replay(boolean primes) {
        this.primes = primes;
    }

    boolean primes() {
        return primes;
    }

    /** A stream that listens. */
    synchronized Track listening() {
        return new Track(this, new EventId(true, ++streams, 0));
    }

    /** A stream that listened and is taken up again; empty where there never was one. */
    synchronized Optional<Track> listening(EventId id) {
        return id.listening() && id.stream() <= streams ? Optional.of(new Track(this, id)) : Optional.empty();
    }

    /** Lets the stream that answers one request be resumed. */
    synchronized void answering(EventStream stream) {
        unanswered.put(++streams, stream);
        stream.follow(new Track(this, new EventId(false, streams, 0)));
    }

    /** The stream on which an answer is still to come. */
    synchronized Optional<EventStream> unanswered(EventId id) {
        return Optional.ofNullable(id.listening() ? null : unanswered.get(id.stream()));
    }

    synchronized EventId next(EventId stream) {
        return new EventId(stream.listening(), stream.stream(), ++events);
    }

    synchronized void keep(Kept event) {
        if (event.last()) {
            unanswered.remove(event.id().stream());
        }
        kept.addLast(event);
        bytes += event.message().length();
        while (kept.size() > MOST_EVENTS || bytes > MOST_BYTES) {
            bytes -= kept.removeFirst().message().length();
        }
    }

    synchronized void forget(EventId stream) {
        unanswered.remove(stream.stream());
    }

    /** What came after this event on its stream and is still kept, in order. */
    synchronized List<Kept> after(EventId id) {
        return kept.stream()
                .filter(event -> event.id().stream() == id.stream()
                        && event.id().listening() == id.listening()
                        && event.id().number() > id.number())
                .toList();
    }
}
