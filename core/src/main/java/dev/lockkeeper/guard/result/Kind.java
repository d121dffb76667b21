package dev.lockkeeper.guard.result;

/** What a string of an answer is, by where it stands. */
enum Kind {
    /** For the model or a person. */
    TEXT,
    /** The name of a member. */
    NAME,
    /** The URI of a resource. */
    URI,
    /** Bytes in base64. */
    BLOB,
    /** A word of the protocol, such as a MIME type. */
    TOKEN,
    /** Handed back to the server as it is, and shown to nobody. */
    OPAQUE
}
