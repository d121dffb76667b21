package dev.lockkeeper.gateway.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server that speaks over HTTP.
 *
 * @param transport in which way
 * @param url its MCP endpoint, or where its HTTP+SSE stream is: https, or http to this machine; without user information and fragment
 * @param headers sent with every request, such as {@code Authorization}
 * @param connectTimeout the longest wait for a connection
 * @param requestTimeout the longest wait for an answer
 * @param longestWait beyond which no progress lengthens the wait for an answer
 * @param maxMessageBytes the longest message it may send
 * @param caFile certificates in PEM form that are trusted in place of the system's; null for the system's
 */
public record RemoteSettings(
        Transport transport,
        URI url,
        Map<String, Secret> headers,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration longestWait,
        int maxMessageBytes,
        @Nullable Path caFile) {

    private static final Set<String> OURS = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "host",
            "last-event-id",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    public RemoteSettings {
        headers = Map.copyOf(headers);
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a URL has a host, and neither user information nor a fragment");
        }
        if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && loopback(url.getHost()))) {
            throw new IllegalArgumentException("a URL starts with https://; http:// is only for this machine");
        }
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HeaderValue.name(name) || OURS.contains(lower) || lower.startsWith("mcp-param-")) {
                throw new IllegalArgumentException("a header of this name cannot be set: " + bounded(name));
            }
            if (!HeaderValue.plain(value.expose())) {
                throw new IllegalArgumentException("the value of the header " + name + " is not printable ASCII");
            }
        });
        if (!positive(connectTimeout) || !positive(requestTimeout)) {
            throw new IllegalArgumentException("a timeout is positive");
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes is at least 1024");
        }
    }

    /** Settings of a server of Streamable HTTP where progress does not lengthen a wait. */
    public RemoteSettings(
            URI url,
            Map<String, Secret> headers,
            Duration connectTimeout,
            Duration requestTimeout,
            int maxMessageBytes,
            @Nullable Path caFile) {
        this(
                Transport.STREAMABLE_HTTP,
                url,
                headers,
                connectTimeout,
                requestTimeout,
                requestTimeout,
                maxMessageBytes,
                caFile);
    }

    Patience patience() {
        return new Patience(requestTimeout, longestWait);
    }

    private static boolean positive(Duration duration) {
        return duration.toMillis() > 0;
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static String bounded(String name) {
        return ServerLog.escaped(
                name.substring(0, Math.min(64, name.length())).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
