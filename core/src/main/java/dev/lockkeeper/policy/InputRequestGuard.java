package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * Withholds a result that asks the client for what the server may not ask for (MCP 2026-07-28, multi round-trip
 * requests: {@code resultType: input_required} with {@code inputRequests}).
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
        if (!(response instanceof Success success)) {
            return ResultVerdict.pass();
        }
        // The member is judged whatever resultType says: a client may act on it either way.
        Json requests = success.result().get("inputRequests");
        if (requests == null) {
            return ResultVerdict.pass();
        }
        if (!(requests instanceof JsonObject asked)) {
            return new ResultVerdict.Withhold(
                    Reason.RESULT_INVALID, "The server's answer is malformed.", "inputRequests is not an object");
        }
        ServerPolicy server = policy.server(action.server());
        Set<ClientRequest> allowed = server == null ? Set.of() : server.clientRequests;
        for (Json request : asked.members().values()) {
            Optional<ClientRequest> kind = request instanceof JsonObject object
                    ? Optional.ofNullable(object.string("method")).flatMap(ClientRequest::of)
                    : Optional.empty();
            if (kind.isEmpty() || !allowed.contains(kind.get())) {
                return new ResultVerdict.Withhold(
                        Reason.UPSTREAM_REQUEST_DENIED,
                        "The server wants something of the client that the policy does not let it ask for.",
                        "inputRequests asks for "
                                + kind.map(ClientRequest::method).orElse("an unknown method"));
            }
            if (kind.get() == ClientRequest.ELICITATION && !acceptable((JsonObject) request)) {
                return new ResultVerdict.Withhold(
                        Reason.UPSTREAM_REQUEST_DENIED,
                        "The server wants to send a person elsewhere than to a plain https address.",
                        "inputRequests has an elicitation whose URL is refused");
            }
        }
        return ResultVerdict.pass();
    }

    private static boolean acceptable(JsonObject request) {
        JsonObject params = request.object("params");
        return params == null ? request.get("params") == null : Elicitation.acceptable(params);
    }
}
