package dev.lockkeeper.gateway.front;

import dev.lockkeeper.mcp.Wire;

/** One resumable stream: gives its events their ids and has them kept. */
record Track(Replay replay, EventId stream) {

    /** How long a client that lost the stream waits before it comes back. */
    private static final int RETRY_MILLIS = 1000;

    /** The first event of the stream, if the client takes one: from here on it can be resumed. */
    byte[] opening() {
        return replay.primes() ? Events.priming(replay.next(stream), RETRY_MILLIS) : new byte[0];
    }

    /** Whether the client knows from the first event on how to resume. */
    boolean primes() {
        return replay.primes();
    }

    /** Keeps the next message of the stream and says under which id. */
    EventId keep(Wire message, boolean last) {
        EventId id = replay.next(stream);
        replay.keep(new Replay.Kept(id, message, last));
        return id;
    }

    /** No answer will come on this stream. */
    void forget() {
        replay.forget(stream);
    }

    /** Whether what comes is kept for a client that went away, and is not worth more with somebody who is there. */
    boolean outlivesItsClient() {
        return !stream.listening();
    }
}
