package dev.lockkeeper.gateway.session;

/** A channel that listens to a conversation. */
public interface Listening extends AutoCloseable {

    /** Delivers nothing more, once what is being sent right now is sent. Idempotent; does not wait. */
    @Override
    void close();
}
