package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Glob;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.KnownMethods;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.TaskListing;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UnknownTask;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Actions and contexts from descriptions of them: a case, a question, a journal record. */
public final class Calls {

    private Calls() {}

    /** The action that the description names. */
    public static Action action(CallSettings call) {
        JsonObject params = call.params();
        if (call.tool() != null) {
            ToolDefinition listed = call.definition() == null
                    ? null
                    : ToolDefinition.of(call.definition().with("name", call.tool()));
            ToolDefinition tool = listed == null ? ToolDefinition.unlisted(call.tool()) : listed;
            return new ToolCall(
                    call.server(),
                    tool,
                    call.args(),
                    params.with("name", tool.name()).with("arguments", call.args()));
        }
        if (call.resource() != null) {
            return new ResourceRead(call.server(), call.resource(), params.with("uri", call.resource()));
        }
        if (call.prompt() != null) {
            return new PromptGet(
                    call.server(),
                    call.prompt(),
                    params.with("name", call.prompt()).with("arguments", call.args()));
        }
        if (call.template() != null) {
            return new Completion(call.server(), false, call.template(), params);
        }
        return action(call.server(), String.valueOf(call.method()), params);
    }

    /** The surroundings that the description names. */
    public static Context context(CallSettings call) {
        List<Glob> globs = call.select().stream()
                .map(glob -> call.resource() == null ? Glob.name(glob) : Glob.uri(glob))
                .toList();
        return new Context(
                caller(call.caller(), Set.copyOf(call.groups())),
                new Client(call.client(), call.clientVersion()),
                call.time(),
                globs.isEmpty() ? Selection.EVERYTHING : new Selection(List.of(globs)),
                Set.copyOf(call.labels()));
    }

    /** A caller as journal and tables write it: {@code scheme:name}. */
    public static Caller caller(String key, Set<String> groups) {
        int colon = key.indexOf(':');
        return new Caller(key.substring(colon + 1), colon < 0 ? "" : key.substring(0, colon), groups);
    }

    /** The action of a method and its parameters, as a decision's record has them. */
    public static Action action(String server, String method, JsonObject params) {
        for (Listing.Kind kind : Listing.Kind.values()) {
            if (kind.method().equals(method)) {
                return new Listing(server, kind, params);
            }
        }
        if (method.equals(PolicyGuard.UPDATED)) {
            return new UpstreamNotice(server, method, params);
        }
        if (method.startsWith("notifications/") && KnownMethods.resembles(method)) {
            return new ClientNotice(server, method, params);
        }
        return switch (method) {
            case "tools/call" ->
                new ToolCall(server, ToolDefinition.unlisted(text(params, "name")), arguments(params), params);
            case "resources/read" -> new ResourceRead(server, text(params, "uri"), params);
            case "prompts/get" -> new PromptGet(server, text(params, "name"), params);
            case "completion/complete" -> completion(server, params);
            case "resources/subscribe", "resources/unsubscribe" ->
                new Subscription(server, method, List.of(text(params, "uri")), params);
            case "subscriptions/listen" -> new Subscription(server, method, subscribed(params), params);
            case "initialize", "ping", "logging/setLevel", "server/discover" ->
                new Housekeeping(server, method, params);
            case "roots/list", "sampling/createMessage", "elicitation/create" ->
                new UpstreamRequest(server, method, params);
            case "tasks/list" -> new TaskListing(server, List.of(), params);
            // Nobody can say here who made a task.
            case "tasks/get", "tasks/result", "tasks/update", "tasks/cancel" -> new UnknownTask(server, method, params);
            default -> new UnknownMethod(server, method, false, params);
        };
    }

    private static Completion completion(String server, JsonObject params) {
        JsonObject reference = params.object("ref");
        JsonObject ref = reference == null ? JsonObject.EMPTY : reference;
        boolean prompt = "ref/prompt".equals(ref.string("type"));
        return new Completion(server, prompt, text(ref, prompt ? "name" : "uri"), params);
    }

    private static List<String> subscribed(JsonObject params) {
        JsonObject notifications = params.object("notifications");
        JsonArray uris = notifications == null ? null : notifications.array("resourceSubscriptions");
        return uris == null
                ? List.of()
                : uris.items().stream()
                        .map(uri -> uri instanceof JsonString text ? text.value() : "")
                        .toList();
    }

    private static JsonObject arguments(JsonObject params) {
        JsonObject arguments = params.object("arguments");
        return arguments == null ? JsonObject.EMPTY : arguments;
    }

    private static String text(JsonObject object, String member) {
        @Nullable String text = object.string(member);
        return text == null ? "" : text;
    }
}
