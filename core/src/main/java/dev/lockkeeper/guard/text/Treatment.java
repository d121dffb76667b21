package dev.lockkeeper.guard.text;

/** What is done with something that a guard found. */
public enum Treatment {
    REFUSE,
    ALLOW
}
