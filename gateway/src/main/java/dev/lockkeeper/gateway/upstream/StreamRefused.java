package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.reason.Reason;
import java.io.IOException;

/** A stream breaks a bound and is not read any further. The message is for the log and quotes nothing of the stream. */
final class StreamRefused extends IOException {

    private static final long serialVersionUID = 1L;
    private final Reason reason;

    StreamRefused(String message) {
        this(Reason.UPSTREAM_PROTOCOL, message);
    }

    StreamRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    UpstreamFailure failure() {
        return new UpstreamFailure(reason, String.valueOf(getMessage()));
    }
}
