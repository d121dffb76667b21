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
    private final boolean outage;

    public UpstreamFailure(Reason reason, String message) {
        this(reason, message, null, reason == Reason.UPSTREAM_TIMEOUT || reason == Reason.UPSTREAM_CLOSED);
    }

    private UpstreamFailure(Reason reason, String message, @Nullable Duration retryAfter, boolean outage) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.outage = outage;
    }

    /** What stands before the server says that there is none. */
    static UpstreamFailure absent(String message) {
        return new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, message, null, true);
    }

    /** The server is left alone for a while, because it kept failing. */
    public static UpstreamFailure backoff(Duration left) {
        return new UpstreamFailure(
                Reason.UPSTREAM_BACKOFF,
                "the server keeps failing; left alone for " + left.toMillis() + " ms",
                left,
                false);
    }

    /**
     * Whether a server that was open did not answer: it took too long, or the connection ended. Not where what it
     * answered was wrong, which can be the fault of what was asked; nor where it could not be opened, of which
     * {@link Backoff} takes care.
     */
    public boolean outage() {
        return outage;
    }

    public Reason reason() {
        return reason;
    }

    /** After how long it makes sense to try again, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
