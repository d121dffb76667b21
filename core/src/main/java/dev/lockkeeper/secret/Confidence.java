package dev.lockkeeper.secret;

/** What a hit rests on, the weakest first. */
public enum Confidence {
    /** The name before the value, and a value that looks like a secret. */
    NAMED,
    /** The form that its issuer gives it, and a value that looks random. */
    FORMED,
    /** A check digit, a checksum or a structure that was decoded. */
    CHECKED
}
