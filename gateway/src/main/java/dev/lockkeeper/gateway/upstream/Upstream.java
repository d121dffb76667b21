package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;

/**
 * One conversation with one MCP server. Nothing gets in but a permit. Thread-safe: requests of many threads are in
 * flight at once, each with an id of the upstream's own making, so that ids of clients never meet.
 */
public interface Upstream extends AutoCloseable {

    /**
     * Sends a permitted request and waits for its answer. Interrupting the waiting thread cancels the request at the
     * server as its era prescribes.
     *
     * @return the answer, under the id that the permitted request has
     * @throws UpstreamFailure when there is no answer, or none that can be read
     */
    Response forward(Permit permit) throws UpstreamFailure;

    /**
     * Sends a permitted notification or answer. In {@code notifications/cancelled} the id of the client's request is
     * replaced by the one the server knows.
     */
    void tell(Permit permit) throws UpstreamFailure;

    /** False once the conversation ended, by whomever: it takes nothing any more. */
    default boolean isOpen() {
        return true;
    }

    /** Ends the conversation and whatever was started for it; waiting requests fail. Idempotent. */
    @Override
    void close();
}
