package dev.lockkeeper.mcp;

/** An answer to a request: {@link Success} or {@link Failure}. */
public sealed interface Response extends Message permits Success, Failure {

    /** The id of the request it answers. */
    RequestId id();
}
