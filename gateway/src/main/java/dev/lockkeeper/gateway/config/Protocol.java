package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Name;

/** Which version of the protocol the gateway speaks to a server. */
public enum Protocol {
    /** What the server turns out to speak. */
    AUTO,
    @Name("2025-11-25")
    V2025_11_25,
    @Name("2026-07-28")
    V2026_07_28
}
