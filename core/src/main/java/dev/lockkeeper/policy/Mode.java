package dev.lockkeeper.policy;

/** What becomes of a refusal. */
public enum Mode {
    /** It is refused. */
    ENFORCE,
    /** It passes, and the journal says that it would have been refused. */
    SHADOW
}
