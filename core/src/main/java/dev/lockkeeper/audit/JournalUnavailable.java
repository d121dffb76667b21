package dev.lockkeeper.audit;

/** The journal cannot be written. The message names the next step where there is one; the cause is for the log. */
public final class JournalUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    public JournalUnavailable(String message) {
        super(message);
    }

    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
