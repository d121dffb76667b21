package dev.lockkeeper.gateway.session;

/** A client that listens to what a server says by itself. */
@FunctionalInterface
public interface Listening extends AutoCloseable {

    /** Stops listening. Idempotent. */
    @Override
    void close();
}
