package dev.lockkeeper.guard.text;

import dev.lockkeeper.reason.Reason;

/** A regular expression that is refused while it is read; the message is for the peer. */
final class RegexRefused extends Exception {

    private static final long serialVersionUID = 1L;
    private final Reason reason;

    RegexRefused(Reason reason, String message) {
        // Refusals are no faults: nobody looks at their stack.
        super(message, null, false, false);
        this.reason = reason;
    }

    static RegexRefused invalid(String message) {
        return new RegexRefused(Reason.REGEX_INVALID, message);
    }

    static RegexRefused backtracking(String message) {
        return new RegexRefused(Reason.REGEX_BACKTRACKING, message);
    }

    Reason reason() {
        return reason;
    }
}
