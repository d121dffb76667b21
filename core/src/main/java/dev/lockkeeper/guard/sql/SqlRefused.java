package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;

/** A statement that is refused, on its way out of the recursion. Costs no stack trace. */
final class SqlRefused extends Exception {

    private final Reason reason;

    SqlRefused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
