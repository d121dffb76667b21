package dev.lockkeeper.guard.shell;

/** What a command makes of {@code --} (XBD 12.2, guideline 10). */
public enum Separator {
    /** It may stand before operands. */
    ALLOWED,
    /** Operands stand behind it only. */
    REQUIRED,
    /** The command knows no such thing, or gives it another meaning. */
    REFUSED,
}
