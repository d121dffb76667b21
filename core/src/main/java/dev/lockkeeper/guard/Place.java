package dev.lockkeeper.guard;

/**
 * The room that an action takes while it is under way. Whoever is granted a request closes it when nobody waits for the
 * answer any more, however that came about. Thread-safe.
 */
public interface Place extends AutoCloseable {

    /** Of what takes no room. */
    Place NONE = new Place() {
        @Override
        public void answered(long bytes) {}

        @Override
        public void failed() {}

        @Override
        public void close() {}
    };

    /** The server answered, be it with an error. */
    void answered(long bytes);

    /** The server could not be reached, went away, or did not answer in time. */
    void failed();

    /** Gives the room back. Idempotent. */
    @Override
    void close();
}
