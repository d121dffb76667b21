package dev.lockkeeper.json;

import dev.lockkeeper.reason.Reason;

/** A text that {@link JsonReader} does not accept. The message is fit for the peer and quotes nothing of the text. */
public final class JsonRefused extends Exception {

    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public JsonRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
