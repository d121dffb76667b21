package dev.lockkeeper.gateway.front;

import dev.lockkeeper.gateway.session.Conversations;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of a request names.
 *
 * @param session of {@link Endpoint#SSE_MESSAGES}; empty elsewhere
 */
record Address(Endpoint endpoint, String route, String session) {

    /** What is served, and by which methods. */
    enum Endpoint {
        STREAMABLE,
        SSE,
        SSE_MESSAGES;

        List<String> methods() {
            return switch (this) {
                case STREAMABLE -> List.of("POST", "GET", "DELETE");
                case SSE -> List.of("GET");
                case SSE_MESSAGES -> List.of("POST");
            };
        }
    }

    // INVARIANT: matched on the raw path, so that no escape, dot segment or path parameter names a route.
    private static final Pattern PATH = Pattern.compile(
            "/s/(?<route>[A-Za-z0-9][A-Za-z0-9._-]{0,127}+)/(?:mcp|(?<sse>sse)(?:/(?<session>[A-Za-z0-9_-]{1,64}+))?)");

    private static final String ALL = "/mcp";

    static Optional<Address> parse(String path) {
        if (path.equals(ALL)) {
            return Optional.of(new Address(Endpoint.STREAMABLE, Conversations.ALL, ""));
        }
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String session = parts.group("session");
        Endpoint endpoint = session != null
                ? Endpoint.SSE_MESSAGES
                : parts.group("sse") != null ? Endpoint.SSE : Endpoint.STREAMABLE;
        return Optional.of(new Address(endpoint, parts.group("route"), session == null ? "" : session));
    }

    /** The path of a session's messages. */
    static String messages(String route, String session) {
        return "/s/" + route + "/sse/" + session;
    }
}
