package dev.lockkeeper.guard.result;

/** What a string of an answer is, by where it stands. */
enum Kind {
    /** For the model or a person. */
    TEXT,
    /** The name of a member of data. */
    NAME,
    /** The name of a member where the protocol says what names mean; nothing is put in its place. */
    MEMBER,
    /** The URI of a resource. */
    URI,
    /** Bytes in base64. */
    BLOB,
    /** A word of the protocol, such as a MIME type. */
    TOKEN,
    /** Handed back to the server as it is, and shown to nobody. */
    OPAQUE
}
