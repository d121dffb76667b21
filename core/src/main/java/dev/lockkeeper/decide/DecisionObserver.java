package dev.lockkeeper.decide;

/** Hears of decisions once they are recorded; for logs, metrics and traces. Called on the deciding thread. */
@FunctionalInterface
public interface DecisionObserver {

    /** @param reference the journal's reference of the record */
    void decided(Decision decision, String reference);
}
