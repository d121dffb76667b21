package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server cannot be reached, went away, took too long or broke the protocol. The message is for the log. */
public final class UpstreamFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private final Reason reason;
    private final @Nullable Duration retryAfter;

    public UpstreamFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    private UpstreamFailure(Reason reason, String message, @Nullable Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** The server is left alone for a while, because it kept failing. */
    public static UpstreamFailure backoff(Duration left) {
        return new UpstreamFailure(
                Reason.UPSTREAM_BACKOFF, "the server keeps failing; left alone for " + left.toMillis() + " ms", left);
    }

    public Reason reason() {
        return reason;
    }

    /** After how long it makes sense to try again, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
