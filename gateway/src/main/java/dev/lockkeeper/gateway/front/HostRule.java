package dev.lockkeeper.gateway.front;

import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Which names a request may address the entrance by. A page that re-binds its own name to this machine's address (DNS
 * rebinding) is found out here, since a browser cannot make it send another name.
 */
final class HostRule {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final Set<Authority> allowed;

    HostRule(List<String> hosts) {
        this.allowed = Stream.concat(LOOPBACK.stream(), hosts.stream())
                .flatMap(host -> Authority.parse(host).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The authority that the request addresses, when it is one of the allowed. */
    Authority check(Request request) throws HttpRefused {
        Authority authority = addressed(request).orElseThrow(HostRule::refused);
        int own = Request.getLocalPort(request);
        boolean exact = allowed.contains(authority);
        boolean ownPort = authority.port() == own && allowed.contains(new Authority(authority.host(), -1));
        if (!exact && !ownPort) {
            throw refused();
        }
        return authority;
    }

    private static Optional<Authority> addressed(Request request) {
        List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        String authority = request.getHttpURI().getAuthority();
        if (request.getConnectionMetaData().getHttpVersion().getVersion() < 20) {
            return hosts.size() == 1 ? Authority.parse(hosts.getFirst()) : Optional.empty();
        }
        // RFC 9113, section 8.3.1: a Host beside :authority must say the same.
        boolean agree = authority != null && hosts.stream().allMatch(authority::equals);
        return agree ? Authority.parse(authority) : Optional.empty();
    }

    private static HttpRefused refused() {
        return new HttpRefused(
                403,
                Reason.HTTP_HOST,
                "This name is not one that the gateway answers to; add it to its allowed hosts.");
    }
}
