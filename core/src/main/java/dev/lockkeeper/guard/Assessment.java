package dev.lockkeeper.guard;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;

/** What a {@link ValueGuard} says of a value. */
public sealed interface Assessment {

    /**
     * No objection.
     *
     * @param facts what was found out and belongs to the decision, such as the addresses of a name; mostly empty
     */
    record Fit(JsonObject facts) implements Assessment {}

    /**
     * Refused.
     *
     * @param message for the peer: a sentence that helps to correct the value, quotes no secret and tells nothing of the
     *     system that the caller does not know
     * @param cause for the journal only; empty where the message says it all
     */
    record Unfit(Reason reason, String message, String cause) implements Assessment {}

    Assessment FIT = new Fit(JsonObject.EMPTY);

    /** No objection, and nothing that belongs to the decision. */
    static Assessment fit() {
        return FIT;
    }

    /**
     * No objection.
     *
     * @param facts what belongs to the decision
     */
    static Assessment fit(JsonObject facts) {
        return new Fit(facts);
    }

    /**
     * Refused, and the message says it all.
     *
     * @param message for the peer, as {@link Unfit} describes it
     */
    static Assessment unfit(Reason reason, String message) {
        return new Unfit(reason, message, "");
    }

    /**
     * Refused.
     *
     * @param message for the peer, as {@link Unfit} describes it
     * @param cause for the journal only
     */
    static Assessment unfit(Reason reason, String message, String cause) {
        return new Unfit(reason, message, cause);
    }
}
