package dev.lockkeeper.mcp;

/** How a peer converses. Chosen per request: a request with modern {@code _meta} is stateless. */
public enum Era {
    /** Up to 2025-11-25: a conversation opened by {@code initialize}. */
    LEGACY,
    /** From 2026-07-28: every request stands alone. */
    MODERN
}
