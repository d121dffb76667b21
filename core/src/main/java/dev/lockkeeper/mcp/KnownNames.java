package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Folding;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The member names that mean something to the gateway or to a peer, by the place in a message where they do. A name that
 * imitates one of them is refused: what the gateway judged would not be what the peer reads.
 */
final class KnownNames {

    private static final Folding ENVELOPE = new Folding(Set.of("jsonrpc", "id", "method", "params", "result", "error"));
    private static final Folding ERROR = new Folding(Set.of("code", "message", "data"));
    private static final Folding ERROR_DATA = new Folding(Set.of("elicitations"));
    private static final Folding PARAMS = new Folding(Set.of(
            "_meta",
            "name",
            "arguments",
            "uri",
            "cursor",
            "ref",
            "argument",
            "context",
            "inputResponses",
            "requestState",
            "protocolVersion",
            "capabilities",
            "clientInfo",
            "level",
            "requestId",
            "reason",
            "progressToken",
            "task",
            "taskId",
            "result",
            "inputRequests",
            "notifications",
            "messages",
            "message",
            "mode",
            "url",
            "requestedSchema"));
    private static final Folding META = new Folding(Set.of(
            "progressToken",
            "io.modelcontextprotocol/protocolVersion",
            "io.modelcontextprotocol/clientInfo",
            "io.modelcontextprotocol/clientCapabilities",
            "io.modelcontextprotocol/related-task",
            "dev.lockkeeper/select"));
    private static final Folding RESULT = new Folding(Set.of(
            "_meta",
            "resultType",
            "content",
            "structuredContent",
            "isError",
            "tools",
            "resources",
            "resourceTemplates",
            "prompts",
            "contents",
            "messages",
            "task",
            "taskId",
            "tasks",
            "result",
            "nextCursor",
            "inputRequests",
            "requestState",
            "protocolVersion",
            "capabilities",
            "serverInfo",
            "instructions",
            "roots",
            "action",
            "role",
            "model"));
    // Definitions in listings, and blocks of content.
    private static final Folding ITEM = new Folding(Set.of(
            "name",
            "title",
            "description",
            "inputSchema",
            "outputSchema",
            "annotations",
            "arguments",
            "uri",
            "uriTemplate",
            "mimeType",
            "type",
            "text",
            "data",
            "blob",
            "resource",
            "role",
            "content",
            "icons",
            "execution",
            "taskId",
            "_meta"));

    private static final Folding TASK = new Folding(Set.of("taskId", "ttl"));
    private static final Folding IMPLEMENTATION = new Folding(Set.of("name", "title", "version"));
    private static final Map<String, Folding> IN_PARAMS = Map.of(
            "_meta", META,
            "ref", new Folding(Set.of("type", "name", "uri")),
            "argument", new Folding(Set.of("name", "value")),
            "context", new Folding(Set.of("arguments")),
            "clientInfo", IMPLEMENTATION,
            "task", TASK,
            "notifications",
                    new Folding(Set.of(
                            "resourceSubscriptions",
                            "toolsListChanged",
                            "promptsListChanged",
                            "resourcesListChanged",
                            "taskIds")));
    private static final Set<String> LISTS_IN_RESULT = Set.of(
            "tools", "resources", "resourceTemplates", "prompts", "content", "contents", "messages", "roots", "tasks");
    private static final Folding ANNOTATIONS = new Folding(Set.of(
            "title",
            "readOnlyHint",
            "destructiveHint",
            "idempotentHint",
            "openWorldHint",
            "audience",
            "priority",
            "lastModified"));
    // MCP 2026-07-28, multi round-trip requests: by keys of the server's choice.
    private static final Folding INPUT_REQUEST = new Folding(Set.of("method", "params"));
    private static final Folding INPUT_RESPONSE =
            new Folding(Set.of("_meta", "action", "content", "role", "model", "stopReason", "roots"));

    private KnownNames() {}

    static void checkEnvelope(JsonObject envelope) throws JsonRefused {
        ENVELOPE.check(envelope);
    }

    static void checkError(JsonObject error) throws JsonRefused {
        ERROR.check(error);
        // MCP 2025-11-25, "URL Mode Elicitation": a client takes each of these for parameters of an elicitation.
        if (error.get("data") instanceof JsonObject data) {
            ERROR_DATA.check(data);
            for (JsonObject elicitation : entries(data.get("elicitations"))) {
                PARAMS.check(elicitation);
            }
        }
    }

    static void checkParams(JsonObject params) throws JsonRefused {
        PARAMS.check(params);
        for (Map.Entry<String, Folding> inner : IN_PARAMS.entrySet()) {
            if (params.get(inner.getKey()) instanceof JsonObject object) {
                inner.getValue().check(object);
            }
        }
        for (JsonObject response : entries(params.get("inputResponses"))) {
            INPUT_RESPONSE.check(response);
            for (JsonObject root : entries(response.get("roots"))) {
                ITEM.check(root);
            }
        }
        checkTask(params);
    }

    static void checkResult(JsonObject result) throws JsonRefused {
        RESULT.check(result);
        if (result.get("serverInfo") instanceof JsonObject server) {
            IMPLEMENTATION.check(server);
        }
        if (result.get("task") instanceof JsonObject task) {
            TASK.check(task);
        }
        checkTask(result);
        for (String list : LISTS_IN_RESULT) {
            if (result.get(list) instanceof JsonArray items) {
                for (JsonObject item : entries(items)) {
                    ITEM.check(item);
                    if (item.get("annotations") instanceof JsonObject annotations) {
                        ANNOTATIONS.check(annotations);
                    }
                }
            }
        }
    }

    // A task may hold what it asks for and what came of it, in an answer and in a notification alike.
    private static void checkTask(JsonObject task) throws JsonRefused {
        for (JsonObject request : entries(task.get("inputRequests"))) {
            INPUT_REQUEST.check(request);
            if (request.get("params") instanceof JsonObject params) {
                checkParams(params);
            }
        }
        if (task.get("result") instanceof JsonObject result) {
            checkResult(result);
        }
    }

    /** The objects that an array or an object holds; their own keys, if any, mean nothing. */
    private static List<JsonObject> entries(@Nullable Json value) {
        Collection<Json> values = switch (value) {
            case JsonObject object -> object.members().values();
            case JsonArray array -> array.items();
            case null, default -> List.of();
        };
        return values.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }
}
