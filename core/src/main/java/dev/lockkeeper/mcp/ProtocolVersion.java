package dev.lockkeeper.mcp;

import java.util.Optional;

/** The published versions of the protocol, oldest first. */
public enum ProtocolVersion {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    V2026_07_28("2026-07-28");

    /** The current version. */
    public static final ProtocolVersion LATEST = V2026_07_28;

    private final String text;

    ProtocolVersion(String text) {
        this.text = text;
    }

    /** The version as it stands in messages. */
    public String text() {
        return text;
    }

    public Era era() {
        return this == V2026_07_28 ? Era.MODERN : Era.LEGACY;
    }

    public static Optional<ProtocolVersion> of(String text) {
        for (ProtocolVersion version : values()) {
            if (version.text.equals(text)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
