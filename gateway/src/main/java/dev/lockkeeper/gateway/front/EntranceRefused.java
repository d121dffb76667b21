package dev.lockkeeper.gateway.front;

/** A listener does not start. The message is one sentence for the operator and says what to change. */
public final class EntranceRefused extends Exception {

    private static final long serialVersionUID = 1L;

    public EntranceRefused(String message) {
        super(message);
    }

    public EntranceRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
