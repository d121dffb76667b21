package dev.lockkeeper.audit;

/** How safe a record must be before the caller goes on. */
public enum Durability {
    /** With the operating system: survives the end of this process. */
    WRITTEN,
    /** On the disk: survives the end of the machine. */
    ON_DISK
}
