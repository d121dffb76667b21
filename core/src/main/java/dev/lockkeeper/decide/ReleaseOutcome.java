package dev.lockkeeper.decide;

/** What became of an answer, or of a message from an upstream, that was put to the {@link Decider}. */
public sealed interface ReleaseOutcome {

    record Released(Release release) implements ReleaseOutcome {}

    record Withheld(Refusal refusal) implements ReleaseOutcome {}
}
