package dev.lockkeeper.gateway.front;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP entrance listens. Every bound is at least 1 unless said otherwise.
 *
 * @param host the address to bind; anything but loopback demands authentication and TLS
 * @param port 0 for a free one
 * @param allowedHosts what a Host header may say beside the loopback names: {@code name} (without a port, or with the
 *     listener's own) or {@code name:port} (exactly that); no wildcards
 * @param allowedOrigins web origins that may call, such as {@code https://app.example}; none by default
 * @param plaintextBehindProxy the operator's word that a proxy in front ends TLS, so that a listener beyond loopback may
 *     go without
 * @param tls TLS, or null for plaintext
 * @param maxBodyBytes the longest request body
 * @param maxHeaderBytes the longest request header
 * @param headerTimeout from the first byte of a request to the end of its header; handshakes included
 * @param bodyTimeout from the end of the header to the end of the body
 * @param writeTimeout for one message to be taken by the peer
 * @param idleTimeout for a connection without a request
 * @param keepAlive between two comments on a quiet stream
 * @param streamAfter how long a request may take before its answer becomes a stream, so that the connection shows life
 * @param maxConnections at once
 * @param maxConnectionsPerAddress at once from one address; 0 for no bound
 * @param maxRequests at once, of all callers
 * @param maxRequestsPerCaller at once
 * @param maxStreamsPerCaller open GET streams and subscriptions
 */
public record HttpSettings(
        String host,
        int port,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        boolean plaintextBehindProxy,
        @Nullable TlsSettings tls,
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        Duration idleTimeout,
        Duration keepAlive,
        Duration streamAfter,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxRequests,
        int maxRequestsPerCaller,
        int maxStreamsPerCaller) {

    /** Loopback, port 7777, plaintext, no web origins. */
    public static final HttpSettings DEFAULT = new HttpSettings(
            "127.0.0.1",
            7777,
            List.of(),
            List.of(),
            false,
            null,
            4 << 20,
            16 << 10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            1024,
            0,
            256,
            64,
            16);

    public HttpSettings {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is 0 to 65535.");
        }
        positive(maxBodyBytes, maxHeaderBytes, maxConnections, maxRequests, maxRequestsPerCaller, maxStreamsPerCaller);
        if (maxConnectionsPerAddress < 0) {
            throw new IllegalArgumentException("maxConnectionsPerAddress is 0 or more.");
        }
        for (Duration duration :
                List.of(headerTimeout, bodyTimeout, writeTimeout, idleTimeout, keepAlive, streamAfter)) {
            if (duration.toMillis() < 1 || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("A time is one millisecond to one day.");
            }
        }
    }

    private static void positive(int... bounds) {
        for (int bound : bounds) {
            if (bound < 1) {
                throw new IllegalArgumentException("A bound is at least 1.");
            }
        }
    }
}
