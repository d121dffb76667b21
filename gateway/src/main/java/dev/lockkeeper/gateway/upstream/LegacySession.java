package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.mcp.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * What {@code initialize} settled, up to 2025-11-25.
 *
 * @param id the session's id; null where the server keeps no session. Does not print: who knows it can use the session
 * @param version the protocol version that the server chose; empty before it did
 */
record LegacySession(@Nullable String id, String version) {

    static final LegacySession NONE = new LegacySession(null, "");

    /** Whether messages name the version beside their body, as from 2025-06-18. */
    boolean versioned() {
        return !version.isEmpty()
                && ProtocolVersion.of(version)
                        .filter(known -> known.compareTo(ProtocolVersion.V2025_06_18) < 0)
                        .isEmpty();
    }

    @Override
    public String toString() {
        return "LegacySession[" + version + "]";
    }
}
