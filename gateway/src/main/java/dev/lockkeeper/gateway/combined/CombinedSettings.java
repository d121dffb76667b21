package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.JsonObject;
import java.time.Duration;

/**
 * Bounds of conversations with all servers at once, and what the gateway says of itself in them.
 *
 * @param perCaller open conversations of one caller
 * @param total open conversations of all callers
 * @param idle after which a conversation without traffic is closed
 * @param patience how long a list waits for the slowest server, which is left out after that
 * @param implementation the gateway's name and version, as {@code serverInfo}
 */
public record CombinedSettings(int perCaller, int total, Duration idle, Duration patience, JsonObject implementation) {}
