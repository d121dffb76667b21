package dev.lockkeeper.gateway.upstream;

/** How a server with a URL is spoken to. */
public enum Transport {
    /** Streamable HTTP, and where the server refuses that as an old one does, HTTP+SSE. */
    AUTO,
    STREAMABLE_HTTP,
    /** HTTP with server-sent events, of version 2024-11-05. */
    SSE
}
