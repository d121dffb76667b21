package dev.lockkeeper.gateway.upstream;

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
}
