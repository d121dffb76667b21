package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a modern client says in the words of a legacy server, and the other way round. Members that mean something in one
 * era only do not cross: in the other they would mean what nobody said.
 */
final class LegacyForm {

    static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";
    static final String SERVER_KEY = "io.modelcontextprotocol/serverInfo";
    static final String SUBSCRIPTION_KEY = "io.modelcontextprotocol/subscriptionId";
    static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    private static final int RESOURCE_NOT_FOUND = -32002;
    private static final int INVALID_PARAMS = -32602;
    private static final int MOST_VISITS = 32;
    private static final Set<String> OF_THE_ENVELOPE = Set.of(
            ClientProfile.VERSION_KEY,
            ClientProfile.CAPABILITIES_KEY,
            ClientProfile.CLIENT_KEY,
            ClientProfile.SELECT_KEY,
            LOG_LEVEL_KEY);
    private static final Set<String> CACHEABLE = Set.of(
            "server/discover",
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "resources/read");

    private LegacyForm() {}

    /**
     * A modern request as the legacy server gets it.
     *
     * @param token what its progress is told under, in place of the client's own token, if it has one: clients of one
     *     caller choose the same
     */
    static Request request(Request request, JsonNumber token) {
        JsonObject params = request.params()
                .without("inputResponses")
                .without("requestState")
                .without("task");
        JsonObject meta = request.meta();
        for (String key : OF_THE_ENVELOPE) {
            meta = meta.without(key);
        }
        if (meta.get("progressToken") != null) {
            meta = meta.with("progressToken", token);
        }
        params = meta.members().isEmpty() ? params.without("_meta") : params.with("_meta", meta);
        return Request.of(request.id(), request.method(), params);
    }

    /** What a retry must repeat: the method and all parameters but those that belong to one round. */
    static String bond(Request request) {
        return request.method() + " "
                + CanonicalJson.digest(request.params()
                        .without("_meta")
                        .without("inputResponses")
                        .without("requestState"));
    }

    /** How urgent a message must be to reach who sent this request; -1 where none is wanted. */
    static int level(Request request) throws JsonRefused {
        Json wanted = request.meta().get(LOG_LEVEL_KEY);
        if (wanted == null) {
            return -1;
        }
        int level = wanted instanceof JsonString text ? LEVELS.indexOf(text.value()) : -1;
        if (level < 0) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "The member _meta." + LOG_LEVEL_KEY + " must be a log level.");
        }
        return level;
    }

    /** A legacy server's answer as the modern client gets it, under the id of the request it asked last. */
    static Response response(Request asked, Response response) {
        Wire wire = WireEdit.replace(response.wire(), List.of("id"), asked.id().value());
        return switch (response) {
            case Success success -> success(asked, success.result(), wire);
            case Failure failure -> failure(asked, failure, wire);
        };
    }

    private static Success success(Request asked, JsonObject result, Wire wire) {
        JsonObject changed = result;
        Wire written = wire;
        for (String foreign : List.of("inputRequests", "requestState")) {
            if (changed.get(foreign) != null) {
                changed = changed.without(foreign);
                written = WireEdit.remove(written, List.of("result", foreign));
            }
        }
        JsonArray tools = asked.method().equals("tools/list") ? changed.array("tools") : null;
        if (tools != null && tools.items().stream().anyMatch(LegacyForm::needsTask)) {
            Json usable = new JsonArray(
                    tools.items().stream().filter(tool -> !needsTask(tool)).toList());
            changed = changed.with("tools", usable);
            written = WireEdit.replace(written, List.of("result", "tools"), usable);
        }
        for (Map.Entry<String, Json> own : envelope(asked.method()).members().entrySet()) {
            changed = changed.with(own.getKey(), own.getValue());
            written = WireEdit.put(written, List.of("result", own.getKey()), own.getValue());
        }
        return new Success(asked.id(), changed, written);
    }

    /** Whether a tool can only be called as a task of 2025-11-25, which a modern client does not know. */
    private static boolean needsTask(Json tool) {
        return tool instanceof JsonObject definition && ToolDefinition.needsTask(definition);
    }

    /** The members that every modern result has, and those of results that could be cached: not for any time. */
    private static JsonObject envelope(String method) {
        JsonObject complete = JsonObject.EMPTY.with("resultType", "complete");
        return CACHEABLE.contains(method)
                ? complete.with("ttlMs", JsonNumber.of(0)).with("cacheScope", "private")
                : complete;
    }

    private static Failure failure(Request asked, Failure failure, Wire wire) {
        return switch (failure.code()) {
            // 2026-07-28, "Error Codes": codes of earlier versions are not sent any more.
            case RESOURCE_NOT_FOUND -> recoded(asked.id(), failure, INVALID_PARAMS);
            case ErrorCode.URL_ELICITATION_REQUIRED ->
                Failure.of(
                        asked.id(),
                        JsonObject.EMPTY
                                .with("code", JsonNumber.of(ErrorCode.MISSING_CAPABILITY))
                                .with("message", "The server sends a person to a web page, which this client cannot.")
                                .with(
                                        "data",
                                        JsonObject.EMPTY.with(
                                                "requiredCapabilities",
                                                JsonObject.EMPTY.with(
                                                        "elicitation",
                                                        JsonObject.EMPTY.with("url", JsonObject.EMPTY)))));
            default -> new Failure(asked.id(), failure.error(), wire);
        };
    }

    static Failure recoded(RequestId id, Failure failure, int code) {
        JsonObject error = failure.error().with("code", JsonNumber.of(code));
        Wire renamed = WireEdit.replace(failure.wire(), List.of("id"), id.value());
        return new Failure(id, error, WireEdit.replace(renamed, List.of("error", "code"), JsonNumber.of(code)));
    }

    /** Whether the server says that a person must visit web pages before the request can succeed (2025-11-25). */
    static boolean wantsVisit(Response response) {
        return response instanceof Failure failure && failure.code() == ErrorCode.URL_ELICITATION_REQUIRED;
    }

    /**
     * Those web pages as a modern server asks for them; empty where the error names none.
     *
     * @throws UpstreamFailure when they are more than anybody would visit
     */
    static JsonObject visits(Failure failure, String key) throws UpstreamFailure {
        JsonArray pages = object(failure.error(), "data").array("elicitations");
        if (pages != null && pages.items().size() > MOST_VISITS) {
            throw new UpstreamFailure(
                    Reason.UPSTREAM_PROTOCOL, "sends a person to more than " + MOST_VISITS + " web pages");
        }
        var requests = JsonObject.builder();
        int visits = 0;
        for (Json page : pages == null ? List.<Json>of() : pages.items()) {
            if (page instanceof JsonObject params) {
                requests.put(
                        key + "-" + visits++,
                        JsonObject.EMPTY
                                .with("method", "elicitation/create")
                                .with("params", params.without("elicitationId")));
            }
        }
        return requests.build();
    }

    /** A legacy server's question as a modern client gets it. */
    static Request question(Request question) {
        JsonObject params = question.params();
        JsonObject modern = params.without("elicitationId").without("task");
        return modern.equals(params) ? question : Request.of(question.id(), question.method(), modern);
    }

    /** The answer to {@code server/discover}, from a legacy server's introduction. */
    static JsonObject discovered(JsonObject introduction) {
        JsonObject result = envelope("server/discover")
                .with("supportedVersions", JsonArray.ofStrings(List.of(ProtocolVersion.V2026_07_28.text())))
                .with("capabilities", object(introduction, "capabilities").without("tasks"));
        Json instructions = introduction.get("instructions");
        result = instructions == null ? result : result.with("instructions", instructions);
        Json server = introduction.get("serverInfo");
        JsonObject meta = object(introduction, "_meta");
        meta = server == null ? meta : meta.with(SERVER_KEY, server);
        return meta.members().isEmpty() ? result : result.with("_meta", meta);
    }

    /** A notification that belongs to a subscription, as 2026-07-28 has it. */
    static Notification subscribed(String method, JsonObject params, RequestId subscription) {
        return Notification.of(
                method, params.with("_meta", object(params, "_meta").with(SUBSCRIPTION_KEY, subscription.value())));
    }

    static JsonObject object(JsonObject holder, String member) {
        JsonObject object = holder.object(member);
        return object == null ? JsonObject.EMPTY : object;
    }
}
