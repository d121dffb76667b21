package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import java.io.IOException;

/** A way to the client; takes nothing but what was released. Thread-safe. */
@FunctionalInterface
public interface ClientChannel {

    void send(Release release) throws IOException;

    /** The server answers with a stream; a client that can resume one gets its answer so too. */
    default void begin() {}

    /** The server broke its stream off, to be asked for the rest; a client that can resume its own may do the same. */
    default void part() {}

    /** Nothing more will come. Called once on a channel that listens, after the last message, by any thread. */
    default void end() {}
}
