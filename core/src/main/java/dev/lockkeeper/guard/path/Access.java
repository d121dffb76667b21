package dev.lockkeeper.guard.path;

/** What is done to the file that a path names. */
public enum Access {
    /** Its content or properties are read; every root may be. */
    READ,
    /** The same, and where it is a directory, everything that lies below it is read as well, but through no link. */
    READ_TREE,
    /** It is made, changed, moved or removed; only below a root of {@code write}. */
    WRITE
}
