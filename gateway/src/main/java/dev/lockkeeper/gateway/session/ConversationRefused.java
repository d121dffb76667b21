package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Refusal;

/** No conversation can be had: too many, or the server cannot be reached. */
public final class ConversationRefused extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    public ConversationRefused(Refusal refusal) {
        super(refusal.reason().code());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
