package dev.lockkeeper.guard.text;

/** What is done about an argument in which a guard found something; the argument itself is never edited. */
public enum Treatment {
    /** It is refused. */
    REFUSE,
    /** It passes, and the decision says what was found and where. */
    FLAG,
    /** It passes. */
    ALLOW
}
