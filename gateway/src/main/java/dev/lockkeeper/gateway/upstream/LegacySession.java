package dev.lockkeeper.gateway.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What {@code initialize} settled, up to 2025-11-25.
 *
 * @param id the session's id; null where the server keeps no session. Does not print: who knows it can use the session
 * @param version the protocol version that the server chose; empty before it did
 */
record LegacySession(@Nullable String id, String version) {

    static final LegacySession NONE = new LegacySession(null, "");

    @Override
    public String toString() {
        return "LegacySession[" + version + "]";
    }
}
