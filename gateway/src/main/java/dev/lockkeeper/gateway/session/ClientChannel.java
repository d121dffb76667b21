package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import java.io.IOException;

/** A way to the client; takes nothing but what was released. Thread-safe. */
@FunctionalInterface
public interface ClientChannel {

    void send(Release release) throws IOException;

    /** Nothing more will come. Called once on a channel that listens, after the last message, by any thread. */
    default void end() {}
}
