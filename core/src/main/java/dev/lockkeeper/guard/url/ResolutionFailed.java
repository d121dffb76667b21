package dev.lockkeeper.guard.url;

import java.io.Serial;

/** A name has no addresses, or they could not be had in time. The message is for the journal. */
public final class ResolutionFailed extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param message for the journal */
    public ResolutionFailed(String message) {
        super(message);
    }
}
