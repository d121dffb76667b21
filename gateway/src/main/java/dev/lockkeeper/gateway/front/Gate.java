package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.identity.Authenticator;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.reason.Reason;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is checked of every request before anything of it is acted upon, in this order. */
final class Gate {

    private static final Caller ANYONE = new Caller("anyone", "loopback", Set.of());

    private final HostRule hosts;
    private final OriginRule origins;
    private final Conversations conversations;
    private final @Nullable Authenticator authenticator;

    /** @param authenticator null where whoever reaches the loopback interface may call */
    Gate(HttpSettings settings, Conversations conversations, @Nullable Authenticator authenticator) {
        this.hosts = new HostRule(settings.allowedHosts());
        this.origins = new OriginRule(settings.allowedOrigins());
        this.conversations = conversations;
        this.authenticator = authenticator;
    }

    /** @return whether the request goes on; a preflight ends here, its header written */
    boolean admit(Visit visit) throws HttpRefused {
        Request request = visit.request();
        Authority authority = hosts.check(request);
        String origin = origins.check(request, authority);
        if (origin != null) {
            OriginRule.answer(visit.output().response().getHeaders(), origin);
        }
        Address address = address(request);
        String method = request.getMethod();
        if (origin != null && method.equals("OPTIONS")) {
            OriginRule.answerPreflight(
                    request.getHeaders(), visit.output().response().getHeaders());
            return false;
        }
        String methods = String.join(", ", address.endpoint().methods());
        if (!address.endpoint().methods().contains(method)) {
            throw new HttpRefused(405, Reason.HTTP_REQUEST, "Here is answered: " + methods + ".")
                    .header("Allow", methods);
        }
        Caller caller = authenticator == null ? ANYONE : known(visit, authenticator);
        visit.admitted(caller, address);
        if (!conversations.serves(address.route())) {
            throw new HttpRefused(404, Reason.ROUTE_UNKNOWN, "There is no server of this name.");
        }
        return true;
    }

    private static Address address(Request request) throws HttpRefused {
        var uri = request.getHttpURI();
        String path = uri.getPath();
        Address address = Address.parse(path == null ? "" : path)
                .orElseThrow(
                        () -> new HttpRefused(
                                404,
                                Reason.ROUTE_UNKNOWN,
                                "The path is /s/NAME/mcp, or /s/NAME/sse for HTTP+SSE, with the name of a server; or /mcp for all."));
        if (uri.getQuery() != null) {
            throw HttpRefused.badRequest(
                    "The path takes no query; a token belongs in the Authorization header and nowhere else.");
        }
        return address;
    }

    private static Caller known(Visit visit, Authenticator authenticator) throws HttpRefused {
        String authorization = visit.headers().single("Authorization");
        return authenticator
                .authenticate(Certificates.credentials(visit.request(), authorization))
                .orElseThrow(() -> new HttpRefused(
                                401, Reason.CALLER_UNKNOWN, "Send Authorization: Bearer with a valid token.")
                        .header(
                                "WWW-Authenticate",
                                authorization == null
                                        ? "Bearer realm=\"lockkeeper\""
                                        : "Bearer realm=\"lockkeeper\", error=\"invalid_token\""));
    }
}
