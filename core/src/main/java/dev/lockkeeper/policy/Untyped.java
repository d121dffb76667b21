package dev.lockkeeper.policy;

/** What becomes of string arguments of which nothing says what they are. */
public enum Untyped {
    /** Tools that have such arguments cannot be called. */
    DENY,
    /** They pass as text. */
    ALLOW
}
