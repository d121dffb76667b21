package dev.lockkeeper.decide;

/** What became of an action that was put to the {@link Decider}. */
public sealed interface Outcome {

    record Granted(Permit permit) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
}
