package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.reason.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Where messages are posted to, as a server of 2024-11-05 names it. */
final class SseEndpoint {

    private static final int MOST_BYTES = 4096;

    private SseEndpoint() {}

    /**
     * What the server named, seen from the URL of its stream.
     *
     * @throws UpstreamFailure with {@code upstream.protocol} when it is not a URL of the same origin
     */
    static URI of(URI stream, byte[] named) throws UpstreamFailure {
        // INVARIANT: no server leads the gateway, which brings credentials, to another one.
        try {
            if (named.length > 0 && named.length <= MOST_BYTES) {
                URI endpoint = stream.resolve(new URI(new String(named, StandardCharsets.UTF_8)));
                if (sameOrigin(stream, endpoint)
                        && endpoint.getRawUserInfo() == null
                        && endpoint.getRawFragment() == null) {
                    return endpoint;
                }
            }
        } catch (URISyntaxException e) {
            // Refused like any other.
        }
        throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "the endpoint that the server named is not its own");
    }

    private static boolean sameOrigin(URI a, URI b) {
        return Objects.equals(a.getScheme(), b.getScheme()) && a.getHost().equals(b.getHost()) && port(a) == port(b);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }
}
