package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a server speaks the modern era, by {@code server/discover} (MCP 2026-07-28, "Backward
 * Compatibility"): a result of that form or an error that only a modern server knows says so. Everything else, silence
 * and a process that ends say that it does not, whatever the error. INVARIANT: it is asked in {@link OwnWords}, so that
 * no caller decides for the others what it is taken for.
 */
final class Probe {

    private static final Set<Integer> MODERN_ERRORS = Set.of(-32020, -32021, -32022);

    private Probe() {}

    /** Takes the upstream of a modern server; false where it is of no use. */
    @FunctionalInterface
    interface Keeper {
        boolean keep(Upstream upstream, LateListener ear);
    }

    /**
     * Asks a server of unknown era, and remembers what it speaks. The upstream that this takes is kept: by the keeper
     * where the server is modern, else as a link on which the client is introduced.
     *
     * @param request the modern request on whose behalf it is asked
     */
    static boolean modern(Route route, Links links, Request request, Context context, Keeper keeper)
            throws UpstreamFailure, JsonRefused {
        Object connection = route.connector().connection(route.server());
        var ear = new LateListener(Unheard.UNHEARD);
        Upstream upstream = route.connector().open(route.server(), ear);
        boolean kept = false;
        try {
            boolean modern = asked(route, upstream, context);
            if (!modern) {
                try {
                    links.adopt(upstream, ear, request, context);
                    kept = true;
                } catch (UpstreamFailure failure) {
                    if (failure.reason() == Reason.UPSTREAM_CLOSED) {
                        // Some legacy servers end when they are asked what they do not know.
                        links.of(request, context);
                    } else if (asked(route, upstream, context)) {
                        // It was only slow to start.
                        modern = true;
                    } else {
                        throw failure;
                    }
                }
            }
            if (modern) {
                kept = keeper.keep(upstream, ear);
            }
            // What was asked in one way says nothing of who is reached in another.
            if (connection.equals(route.connector().connection(route.server()))) {
                learn(route, modern);
            }
            return modern;
        } finally {
            if (!kept) {
                upstream.close();
            }
        }
    }

    private static void learn(Route route, boolean modern) {
        if (!modern) {
            route.eras().learn(route.server(), Era.LEGACY, true);
        }
        route.eras().learn(route.server(), Era.MODERN, modern);
    }

    private static boolean asked(Route route, Upstream upstream, Context context) throws JsonRefused {
        try {
            return modern(route.ask(
                    upstream,
                    OwnWords.discover(),
                    Era.MODERN,
                    context,
                    route.bridge().probe()));
        } catch (UpstreamFailure none) {
            return false;
        }
    }

    /**
     * Whether a server that refused a client's {@code initialize} lets anybody in by one; empty where it does not show.
     * It is asked on an upstream of its own.
     */
    static Optional<Boolean> legacy(Route route, Context context) throws JsonRefused {
        try (Upstream upstream = route.connector().open(route.server(), Unheard.UNHEARD)) {
            Response response = route.ask(
                    upstream,
                    OwnWords.initialize(),
                    Era.LEGACY,
                    context,
                    route.bridge().probe());
            return Optional.of(response instanceof Success);
        } catch (UpstreamFailure failure) {
            boolean says = failure.reason() == Reason.UPSTREAM_CLOSED || failure.reason() == Reason.UPSTREAM_PROTOCOL;
            return says ? Optional.of(false) : Optional.empty();
        }
    }

    /** Whether a server that met a request of an era like this says that it does not know the method. */
    static boolean unknown(Reply reply) {
        return reply instanceof Reply.Answered answered
                && answered.release().message() instanceof Failure failure
                && failure.code() == ErrorCode.METHOD_NOT_FOUND;
    }

    /** Whether a server that met {@code initialize} like this may be one that knows only the modern era. */
    static boolean mayBeModern(Reply reply) {
        return switch (reply) {
            case Reply.Answered answered -> answered.release().message() instanceof Failure;
            case Reply.Refused refused ->
                refused.refusal().reason() == Reason.UPSTREAM_CLOSED
                        || refused.refusal().reason() == Reason.UPSTREAM_PROTOCOL;
            case Reply.Own own -> false;
            case Reply.Accepted accepted -> false;
        };
    }

    /** Whether a server that met a modern request like this may be one that knows only the legacy era. */
    static boolean mayBeLegacy(Reply reply) {
        return switch (reply) {
            case Reply.Answered answered -> answered.release().message() instanceof Failure;
            case Reply.Refused refused ->
                refused.refusal().reason() == Reason.UPSTREAM_PROTOCOL
                        || refused.refusal().reason() == Reason.TOOL_UNKNOWN;
            case Reply.Own own -> false;
            case Reply.Accepted accepted -> false;
        };
    }

    /** Whether only a modern server answers any request so. */
    static boolean onlyModern(Response response) {
        return switch (response) {
            case Success success -> success.result().get("resultType") != null;
            case Failure failure -> MODERN_ERRORS.contains(failure.code());
        };
    }

    /**
     * Whether a server that answers {@code server/discover} so is no modern one any more. An error in any other code may
     * be for what the client said.
     */
    static boolean denies(Response response) {
        return switch (response) {
            case Success success -> !modern(success);
            case Failure failure -> failure.code() == ErrorCode.METHOD_NOT_FOUND;
        };
    }

    /** Whether only a modern server answers {@code server/discover} so. */
    static boolean modern(Response response) {
        return switch (response) {
            case Success success -> {
                JsonArray versions = success.result().array("supportedVersions");
                yield versions != null && versions.items().contains(new JsonString(ProtocolVersion.V2026_07_28.text()));
            }
            case Failure failure -> MODERN_ERRORS.contains(failure.code());
        };
    }
}
