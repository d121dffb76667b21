package dev.lockkeeper.gateway.session;

import java.time.Duration;

/**
 * Bounds of what joins a client of one era to a server of the other.
 *
 * @param probe how long a server of unknown era may take to answer {@code server/discover}
 * @param parked how long a call waits for a client to answer what the server asked
 * @param parkedCalls calls of one conversation that wait so at once
 * @param links conversations with a legacy server that one conversation of a modern client holds, one for each set of
 *     abilities that the client declares
 * @param rounds how often a modern server may ask before it answers one call
 */
record BridgeSettings(Duration probe, Duration parked, int parkedCalls, int links, int rounds) {

    static final BridgeSettings DEFAULT = new BridgeSettings(Duration.ofSeconds(5), Duration.ofMinutes(5), 32, 8, 16);
}
