package dev.lockkeeper.decide;

import dev.lockkeeper.mcp.Message;

/**
 * Proof that a message may reach the client: judged, and recorded. Only {@link Decider} makes one; a client's channel
 * takes nothing else from an upstream.
 */
public final class Release {

    private final Message message;
    private final String reference;

    // INVARIANT: package-private, and called only after the journal took the record.
    Release(Message message, String reference) {
        this.message = message;
        this.reference = reference;
    }

    /** The message to deliver: the original where nothing was changed. */
    public Message message() {
        return message;
    }

    public String reference() {
        return reference;
    }
}
