package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.reason.Reason;

/** The server cannot be reached, went away, took too long or broke the protocol. The message is for the log. */
public final class UpstreamFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public UpstreamFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
