package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.reason.Reason;

/** What a client hears when its server fails; the cause stays in the journal. */
final class FailureText {

    private FailureText() {}

    static String of(UpstreamFailure failure) {
        return failure.retryAfter()
                .map(wait -> "The server keeps failing and is left alone for a while. Try again in "
                        + (wait.toSeconds() + 1) + " s.")
                .orElseGet(() -> of(failure.reason()));
    }

    static String of(Reason reason) {
        if (reason == Reason.UPSTREAM_TIMEOUT) {
            return "The server did not answer in time.";
        }
        if (reason == Reason.UPSTREAM_CANCELLED) {
            return "The request was cancelled.";
        }
        if (reason == Reason.UPSTREAM_PROTOCOL) {
            return "The server broke the protocol.";
        }
        if (reason == Reason.UPSTREAM_CLOSED) {
            return "The server went away. What was asked may have had its effect; look before asking again.";
        }
        if (reason == Reason.UPSTREAM_FLOOD) {
            return "The server sent more than it may.";
        }
        return "The server cannot be reached.";
    }
}
