package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;

/** A statement that is refused, on its way out of the recursion. Costs no stack trace. */
final class SqlRefused extends Exception {

    private final Reason reason;

    SqlRefused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** A part of a statement that is not allowed wherever it stands. */
    static SqlRefused construct() {
        return construct("The statement has a construct that is not allowed.");
    }

    static SqlRefused construct(String message) {
        return new SqlRefused(Reason.SQL_CONSTRUCT, message);
    }

    /** A column that is hidden, or could be one. */
    static SqlRefused column(String column) {
        return new SqlRefused(
                Reason.SQL_COLUMN,
                "The column " + column
                        + " may not be used here; where several tables are joined, write the table before it.");
    }

    /** A function, or what works like one. */
    static SqlRefused function(String function) {
        return new SqlRefused(Reason.SQL_FUNCTION, "The function or type " + function + " may not be used here.");
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
