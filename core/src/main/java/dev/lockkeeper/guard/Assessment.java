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

    static Assessment fit() {
        return FIT;
    }

    static Assessment fit(JsonObject facts) {
        return new Fit(facts);
    }

    static Assessment unfit(Reason reason, String message) {
        return new Unfit(reason, message, "");
    }

    static Assessment unfit(Reason reason, String message, String cause) {
        return new Unfit(reason, message, cause);
    }
}
