package dev.lockkeeper.decide;

import org.jspecify.annotations.Nullable;

/** What became of a message that an upstream sent by itself. */
public sealed interface RelayOutcome {

    record Released(Release release) implements RelayOutcome {}

    /**
     * Not delivered.
     *
     * @param answer the permit to tell the upstream so, where it asked something and the journal has the refusal
     */
    record Refused(Refusal refusal, @Nullable Permit answer) implements RelayOutcome {}
}
