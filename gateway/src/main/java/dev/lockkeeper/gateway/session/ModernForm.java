package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import org.jspecify.annotations.Nullable;

/**
 * What a legacy client says in the words of a modern server, and the other way round. Members that mean something in one
 * era only do not cross.
 */
final class ModernForm {

    private static final int RESOURCE_NOT_FOUND = -32002;
    private static final int INVALID_PARAMS = -32602;

    private ModernForm() {}

    /** What a client that introduced itself would say of itself in each request. */
    static JsonObject meta(Request initialize) {
        JsonObject client = initialize.params().object("clientInfo");
        JsonObject meta = JsonObject.EMPTY
                .with(ClientProfile.VERSION_KEY, ProtocolVersion.V2026_07_28.text())
                .with(ClientProfile.CAPABILITIES_KEY, LegacyForm.object(initialize.params(), "capabilities"));
        return client == null ? meta : meta.with(ClientProfile.CLIENT_KEY, client);
    }

    /** A legacy request as the modern server gets it. */
    static Request request(Request request, JsonObject own) {
        JsonObject meta = request.meta().without(ClientProfile.SELECT_KEY);
        for (var member : own.members().entrySet()) {
            meta = meta.with(member.getKey(), member.getValue());
        }
        return Request.of(
                request.id(),
                request.method(),
                request.params()
                        .without("inputResponses")
                        .without("requestState")
                        .without("task")
                        .with("_meta", meta));
    }

    /** The answer to {@code initialize}, from that to {@code server/discover}. */
    static Success introduced(Request initialize, JsonObject discovered, String server) {
        JsonObject meta = LegacyForm.object(discovered, "_meta");
        JsonObject info = meta.object(LegacyForm.SERVER_KEY);
        String version = initialize.params().string("protocolVersion");
        JsonObject result = JsonObject.EMPTY
                .with("protocolVersion", version == null ? ProtocolVersion.V2025_11_25.text() : version)
                .with("capabilities", LegacyForm.object(discovered, "capabilities"))
                .with(
                        "serverInfo",
                        info == null ? JsonObject.EMPTY.with("name", server).with("version", "0") : info);
        Json instructions = discovered.get("instructions");
        return Success.of(initialize.id(), instructions == null ? result : result.with("instructions", instructions));
    }

    /** A modern server's answer as the legacy client gets it. */
    static Response response(Request asked, Response response) {
        return response instanceof Failure failure
                        && failure.code() == INVALID_PARAMS
                        && asked.method().equals("resources/read")
                ? LegacyForm.recoded(asked.id(), failure, RESOURCE_NOT_FOUND)
                : response;
    }

    /** Whether the server wants the request once more; an answer that says nothing of it is complete. */
    static boolean unfinished(Response response) {
        return response instanceof Success success && "input_required".equals(resultType(success));
    }

    /** Whether the answer is of a kind that no legacy client knows. */
    static boolean foreign(Response response) {
        String type = response instanceof Success success ? resultType(success) : null;
        return type != null && !type.equals("complete") && !type.equals("input_required");
    }

    private static @Nullable String resultType(Success success) {
        return success.result().string("resultType");
    }

    /** An entry of {@code inputRequests} as a request. */
    static Request question(RequestId id, String method, JsonObject params) {
        boolean visit = method.equals("elicitation/create") && "url".equals(params.string("mode"));
        JsonObject legacy =
                visit && params.get("elicitationId") == null ? params.with("elicitationId", id.value()) : params;
        return Request.of(id, method, legacy);
    }

    /** A notification without the subscription that it came by. */
    static Notification unsubscribed(Notification notice) {
        JsonObject meta = LegacyForm.object(notice.params(), "_meta").without(LegacyForm.SUBSCRIPTION_KEY);
        JsonObject params = notice.params().without("_meta");
        return Notification.of(notice.method(), meta.members().isEmpty() ? params : params.with("_meta", meta));
    }
}
