package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import java.io.IOException;

/** A way to the client; takes nothing but what was released. Thread-safe. */
@FunctionalInterface
public interface ClientChannel {

    void send(Release release) throws IOException;

    /** No more will come. */
    default void end() {}
}
