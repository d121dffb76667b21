package dev.lockkeeper.guard.secret;

/** What is done about something that was found, the mildest first. */
public enum Treatment {
    /** It passes. */
    ALLOW,
    /** A placeholder takes its place. Of results only: what is forwarded is never edited. */
    REDACT,
    /** What holds it is refused as a whole. */
    DENY
}
