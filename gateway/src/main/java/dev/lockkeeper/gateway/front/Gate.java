package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.identity.Authenticator;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.reason.Reason;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is checked of every request before anything of it is acted upon, in this order. */
final class Gate {

    // INVARIANT: matched on the raw path, so that no escape, dot segment or path parameter names a route.
    private static final Pattern PATH = Pattern.compile("/s/([A-Za-z0-9][A-Za-z0-9._-]{0,127})/mcp");
    private static final String COMBINED = "/mcp";
    private static final Set<String> METHODS = Set.of("POST", "GET", "DELETE");
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
        String route = route(request);
        String method = request.getMethod();
        if (origin != null && method.equals("OPTIONS")) {
            OriginRule.answerPreflight(
                    request.getHeaders(), visit.output().response().getHeaders());
            return false;
        }
        if (!METHODS.contains(method)) {
            throw new HttpRefused(405, Reason.HTTP_REQUEST, "Use POST, GET or DELETE.")
                    .header("Allow", "POST, GET, DELETE");
        }
        Caller caller = authenticator == null ? ANYONE : known(visit, authenticator);
        visit.admitted(caller, route);
        if (!conversations.serves(route)) {
            throw new HttpRefused(404, Reason.ROUTE_UNKNOWN, "There is no server of this name.");
        }
        return true;
    }

    private static String route(Request request) throws HttpRefused {
        var uri = request.getHttpURI();
        String path = uri.getPath();
        boolean combined = COMBINED.equals(path);
        Matcher parts = PATH.matcher(path == null ? "" : path);
        if (!combined && !parts.matches()) {
            throw new HttpRefused(
                    404, Reason.ROUTE_UNKNOWN, "The path is /s/NAME/mcp, with the name of a server, or /mcp for all.");
        }
        if (uri.getQuery() != null) {
            throw HttpRefused.badRequest(
                    "The path takes no query; a token belongs in the Authorization header and nowhere else.");
        }
        return combined ? Conversations.ALL : parts.group(1);
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
