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

    /** The one era in which the server may be spoken to, or empty where every request may choose. */
    default Optional<Era> era(String server) {
        return Optional.empty();
    }
}
