package dev.lockkeeper.guard.path;

/** What is done to the file that a path names. */
public enum Access {
    /** Its content or properties are read; every root may be. */
    READ,
    /** It is made, changed, moved or removed; only below a root of {@code write}. */
    WRITE
}
