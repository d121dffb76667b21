package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.mcp.Era;
import java.util.Optional;

/** Opens conversations with the servers of the configuration. Thread-safe. */
public interface Connector {

    /** Whether the configuration names this server. */
    boolean knows(String server);

    /**
     * Opens a conversation. Nothing is sent yet.
     *
     * @param server a name that the connector knows
     * @throws UpstreamFailure when the server cannot be started or reached
     */
    Upstream open(String server, UpstreamListener listener) throws UpstreamFailure;

    /** How the server is reached: equal for as long as that is the same. */
    default Object connection(String server) {
        return server;
    }

    /** Whether the server is reached at a URL, so that a request it does not know disturbs nothing. */
    default boolean remote(String server) {
        return false;
    }

    /** The one era that the server speaks, by the configuration; empty where it is to be found out. */
    default Optional<Era> era(String server) {
        return Optional.empty();
    }
}
