package dev.lockkeeper.decide;

import dev.lockkeeper.json.JsonObject;

/** Hears of decisions once they are recorded; for logs, metrics and traces. Called on the deciding thread. */
@FunctionalInterface
public interface DecisionObserver {

    /** @param reference the journal's reference of the record */
    void decided(Decision decision, String reference);

    /** Hears of what was refused before it was an action, and of answers that were withheld. */
    default void refused(Refusal refusal, JsonObject circumstances) {}
}
