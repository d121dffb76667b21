package dev.lockkeeper.gateway.session;

import java.time.Duration;

/**
 * Bounds of conversations.
 *
 * @param perCaller open legacy conversations of one caller
 * @param total open conversations of all callers
 * @param idle after which a conversation without traffic is closed
 * @param queued messages of a server that wait for a client that does not listen
 * @param listingAge after which a modern server's list of tools is asked for again
 */
public record SessionSettings(int perCaller, int total, Duration idle, int queued, Duration listingAge) {

    public static final SessionSettings DEFAULT =
            new SessionSettings(64, 1024, Duration.ofMinutes(30), 100, Duration.ofMinutes(1));
}
