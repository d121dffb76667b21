package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Message;
import org.jspecify.annotations.Nullable;

/** Hears what a server says by itself. Called on the upstream's reading thread: must not wait for that upstream. */
public interface UpstreamListener {

    /**
     * A request or notification from the server, strictly read but not yet judged.
     *
     * @param related the permitted request on whose stream it came, or null where the transport does not tell
     */
    void received(Message message, @Nullable Permit related);

    /** The answer to this request comes on a stream of its own, which has begun. */
    default void begun(Permit request) {}

    /**
     * The stream of this request ended before its answer, as a server may end it up to 2025-11-25; the rest will be
     * asked for.
     */
    default void parted(Permit request) {}

    /** A text from the server was refused: it was not a message, or an answer to nothing that was asked. */
    void refused(UpstreamFailure failure);

    /** The server began anew and was told what it had been told; what was learnt of it may not hold any more. */
    void reopened();

    /** The conversation ended without {@link Upstream#close}. */
    void closed(UpstreamFailure failure);
}
