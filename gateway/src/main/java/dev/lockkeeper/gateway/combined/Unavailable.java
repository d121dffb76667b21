package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Refusal;

/** A server of the configuration cannot be spoken to now; the refusal is recorded already. */
final class Unavailable extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    Unavailable(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
