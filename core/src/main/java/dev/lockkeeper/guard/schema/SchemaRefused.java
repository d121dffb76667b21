package dev.lockkeeper.guard.schema;

import dev.lockkeeper.reason.Reason;

/** A schema that is not compiled. The message is fit for the peer and quotes nothing of the schema. */
public final class SchemaRefused extends Exception {

    private static final long serialVersionUID = 1L;
    private final Reason reason;

    SchemaRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** One of the reasons whose code starts with {@code schema.}. */
    public Reason reason() {
        return reason;
    }
}
