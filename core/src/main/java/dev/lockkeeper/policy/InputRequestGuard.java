package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Withholds an answer that asks the client for what the server may not ask for: a result with {@code inputRequests} (MCP
 * 2026-07-28, multi round-trip requests), or an error that sends a person to web pages (2025-11-25, URL mode
 * elicitation).
 */
final class InputRequestGuard implements ResultGuard {

    private final Policy policy;

    InputRequestGuard(Policy policy) {
        this.policy = policy;
    }

    @Override
    public String name() {
        return "input-requests";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        return switch (response) {
            // The member is judged whatever resultType says: a client may act on it either way.
            case Success success -> asked(success.result().get("inputRequests"), allowed(action));
            case Failure failure
            when failure.code() == ErrorCode.URL_ELICITATION_REQUIRED ->
                visits(failure.error().object("data"), allowed(action));
            case Failure failure -> ResultVerdict.pass();
        };
    }

    private Set<ClientRequest> allowed(Action action) {
        ServerPolicy server = policy.server(action.server());
        return server == null ? Set.of() : server.clientRequests;
    }

    private static ResultVerdict asked(@Nullable Json requests, Set<ClientRequest> allowed) {
        if (requests == null) {
            return ResultVerdict.pass();
        }
        if (!(requests instanceof JsonObject asked)) {
            return malformed("inputRequests is not an object");
        }
        for (Json request : asked.members().values()) {
            Optional<ClientRequest> kind = request instanceof JsonObject object
                    ? Optional.ofNullable(object.string("method")).flatMap(ClientRequest::of)
                    : Optional.empty();
            if (kind.isEmpty() || !allowed.contains(kind.get())) {
                return denied("inputRequests asks for "
                        + kind.map(ClientRequest::method).orElse("an unknown method"));
            }
            if (kind.get() == ClientRequest.ELICITATION && !acceptable((JsonObject) request)) {
                return elsewhere("inputRequests has an elicitation whose URL is refused");
            }
        }
        return ResultVerdict.pass();
    }

    // A client takes each entry for an elicitation in URL mode, whatever else the answer says.
    private static ResultVerdict visits(@Nullable JsonObject data, Set<ClientRequest> allowed) {
        if (!allowed.contains(ClientRequest.ELICITATION)) {
            return denied("an error asks for " + ClientRequest.ELICITATION.method());
        }
        JsonArray pages = data == null ? null : data.array("elicitations");
        if (pages == null) {
            return malformed("an error that wants a person to visit pages does not list them");
        }
        for (Json page : pages.items()) {
            if (!(page instanceof JsonObject params) || !Elicitation.acceptable(params)) {
                return elsewhere("an error has an elicitation whose URL is refused");
            }
        }
        return ResultVerdict.pass();
    }

    private static boolean acceptable(JsonObject request) {
        JsonObject params = request.object("params");
        return params == null ? request.get("params") == null : Elicitation.acceptable(params);
    }

    private static ResultVerdict denied(String cause) {
        return new ResultVerdict.Withhold(
                Reason.UPSTREAM_REQUEST_DENIED,
                "The server wants something of the client that the policy does not let it ask for.",
                cause);
    }

    private static ResultVerdict elsewhere(String cause) {
        return new ResultVerdict.Withhold(
                Reason.UPSTREAM_REQUEST_DENIED,
                "The server wants to send a person elsewhere than to a plain https address.",
                cause);
    }

    private static ResultVerdict malformed(String cause) {
        return new ResultVerdict.Withhold(Reason.RESULT_INVALID, "The server's answer is malformed.", cause);
    }
}
