package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a message to what it would do. What is not in the tables below is an {@link UnknownMethod}, which nothing
 * permits.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/schema">the methods of 2026-07-28</a>
 */
public final class ActionReader {

    private static final Set<String> LEGACY_HOUSEKEEPING = Set.of("initialize", "ping", "logging/setLevel");
    private static final Set<String> MODERN_HOUSEKEEPING = Set.of("server/discover");
    private static final Set<String> CLIENT_NOTICES = Set.of(
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/progress",
            "notifications/roots/list_changed");
    private static final Set<String> UPSTREAM_REQUESTS =
            Set.of("ping", "roots/list", "sampling/createMessage", "elicitation/create");
    private static final Set<String> UPSTREAM_NOTICES = Set.of(
            "notifications/cancelled",
            "notifications/progress",
            "notifications/message",
            "notifications/resources/updated",
            "notifications/resources/list_changed",
            "notifications/tools/list_changed",
            "notifications/prompts/list_changed",
            "notifications/elicitation/complete",
            "notifications/subscriptions/acknowledged");

    private final String server;
    private final TaskReader tasks;

    /** @param server the name of the server in the configuration */
    public ActionReader(String server) {
        this.server = server;
        this.tasks = new TaskReader(server);
    }

    /** Finds a tool as its server listed it. */
    @FunctionalInterface
    public interface Tools {

        /** The definition, or {@link ToolDefinition#unlisted} where the server lists no such tool. */
        ToolDefinition find(String name) throws JsonRefused;
    }

    /**
     * What a client's request would do.
     *
     * @throws JsonRefused when the parameters of a known method lack what the method needs
     */
    public Action request(Request request, Situation situation, Tools tools) throws JsonRefused {
        JsonObject params = request.params();
        Era era = situation.era();
        if (misattributed(params, situation)) {
            return tasks.unknown(request.method(), params);
        }
        return switch (request.method()) {
            case "tools/call" -> toolCall(params, situation, tools);
            case "resources/read" -> new ResourceRead(server, text(params, "uri"), params);
            case "prompts/get" -> {
                optionalObject(params, "arguments");
                yield new PromptGet(server, text(params, "name"), params);
            }
            case "completion/complete" -> completion(params);
            case "tools/list" -> listing(Listing.Kind.TOOLS, params);
            case "resources/list" -> listing(Listing.Kind.RESOURCES, params);
            case "resources/templates/list" -> listing(Listing.Kind.TEMPLATES, params);
            case "prompts/list" -> listing(Listing.Kind.PROMPTS, params);
            case "resources/subscribe", "resources/unsubscribe" ->
                era == Era.LEGACY
                        ? new Subscription(server, request.method(), List.of(text(params, "uri")), params)
                        : unknown(request.method(), params);
            case "subscriptions/listen" ->
                era == Era.MODERN ? listen(params, situation.own()) : unknown(request.method(), params);
            default -> {
                if (TaskReader.has(request.method(), situation.version())) {
                    yield tasks.request(request, situation.own());
                }
                yield (era == Era.MODERN ? MODERN_HOUSEKEEPING : LEGACY_HOUSEKEEPING).contains(request.method())
                        ? new Housekeeping(server, request.method(), params)
                        : unknown(request.method(), params);
            }
        };
    }

    /** What a client's notification would do. */
    public Action notice(Notification notice, Situation situation) {
        if (misattributed(notice.params(), situation)) {
            return tasks.unknown(notice.method(), notice.params());
        }
        return tasks.notice(notice, situation.version(), situation.hosted())
                .orElseGet(() -> CLIENT_NOTICES.contains(notice.method())
                        ? new ClientNotice(server, notice.method(), notice.params())
                        : unknown(notice.method(), notice.params()));
    }

    /** What a server's own request would do. */
    public Action upstreamRequest(Request request, Situation situation) {
        return tasks.upstreamRequest(request, situation.version(), situation.hosted())
                .orElseGet(() -> UPSTREAM_REQUESTS.contains(request.method())
                        ? new UpstreamRequest(server, request.method(), request.params())
                        : new UnknownMethod(server, request.method(), true, request.params()));
    }

    /** What a server's notification would do. */
    public Action upstreamNotice(Notification notice, Situation situation) {
        return tasks.upstreamNotice(notice, situation.version(), situation.own())
                .orElseGet(() -> UPSTREAM_NOTICES.contains(notice.method())
                        ? new UpstreamNotice(server, notice.method(), notice.params())
                        : new UnknownMethod(server, notice.method(), true, notice.params()));
    }

    /** What the client's answer to a server's request would do. */
    public Action answer(UpstreamRequest asked, Response response, Situation situation) {
        JsonObject params = switch (response) {
            case Success success -> success.result();
            case Failure failure -> JsonObject.EMPTY.with("error", failure.error());
        };
        return misattributed(params, situation)
                ? tasks.unknown(asked.method(), params)
                : tasks.answer(asked, params, situation.hosted());
    }

    /** The id of the task that the client makes of a server's request with this answer; empty where it makes none. */
    public static Optional<String> hosted(UpstreamRequest asked, Response answer) {
        return answer instanceof Success success ? TaskReader.hosted(asked, success.result()) : Optional.empty();
    }

    private static boolean misattributed(JsonObject message, Situation situation) {
        return TaskReader.misattributed(message, situation.version(), situation.own(), situation.hosted());
    }

    private Action toolCall(JsonObject params, Situation situation, Tools tools) throws JsonRefused {
        String name = text(params, "name");
        if (situation.version() == ProtocolVersion.V2025_11_25) {
            optionalObject(params, "task");
        }
        JsonObject arguments = optionalObject(params, "arguments");
        return new ToolCall(server, tools.find(name), arguments == null ? JsonObject.EMPTY : arguments, params);
    }

    private Action completion(JsonObject params) throws JsonRefused {
        JsonObject ref = optionalObject(params, "ref");
        JsonObject argument = optionalObject(params, "argument");
        if (ref == null || argument == null) {
            throw invalid("completion/complete needs the objects ref and argument.");
        }
        text(argument, "name");
        if (!(argument.get("value") instanceof JsonString)) {
            throw invalid("The member argument.value must be a string.");
        }
        return switch (ref.string("type")) {
            case "ref/prompt" -> new Completion(server, true, text(ref, "name"), params);
            case "ref/resource" -> new Completion(server, false, text(ref, "uri"), params);
            case null, default -> throw invalid("The member ref.type must be \"ref/prompt\" or \"ref/resource\".");
        };
    }

    private Action listing(Listing.Kind kind, JsonObject params) throws JsonRefused {
        if (params.get("cursor") != null && params.string("cursor") == null) {
            throw invalid("The member cursor must be a string.");
        }
        return new Listing(server, kind, params);
    }

    private Action listen(JsonObject params, Tasks own) throws JsonRefused {
        JsonObject wanted = optionalObject(params, "notifications");
        Json uris = wanted == null ? null : wanted.get("resourceSubscriptions");
        List<String> named = new ArrayList<>();
        if (uris instanceof JsonArray array) {
            for (Json uri : array.items()) {
                if (!(uri instanceof JsonString text)) {
                    throw invalid("The member notifications.resourceSubscriptions must hold strings.");
                }
                named.add(text.value());
            }
        } else if (uris != null) {
            throw invalid("The member notifications.resourceSubscriptions must be an array.");
        }
        Optional<List<Task>> followed = tasks.listened(wanted == null ? JsonObject.EMPTY : wanted, own);
        return followed.isPresent()
                ? new Subscription(server, "subscriptions/listen", named, followed.get(), params)
                : tasks.unknown("subscriptions/listen", params);
    }

    private Action unknown(String method, JsonObject params) {
        return new UnknownMethod(server, method, false, params);
    }

    private static String text(JsonObject params, String member) throws JsonRefused {
        String text = params.string(member);
        if (text == null || text.isEmpty()) {
            throw invalid("The member " + member + " must be a string that is not empty.");
        }
        return text;
    }

    private static @Nullable JsonObject optionalObject(JsonObject params, String member) throws JsonRefused {
        if (params.get(member) == null) {
            return null;
        }
        JsonObject object = params.object(member);
        if (object == null) {
            throw invalid("The member " + member + " must be an object.");
        }
        return object;
    }

    private static JsonRefused invalid(String message) {
        return new JsonRefused(Reason.PARAMS_INVALID, message);
    }
}
