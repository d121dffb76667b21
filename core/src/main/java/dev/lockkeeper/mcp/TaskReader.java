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

/**
 * From a message about a task to what it would do. A task that the caller, or the client, has not made here is an
 * {@link UnknownTask}, whatever the message asks.
 */
final class TaskReader {

    private static final String RELATED = "io.modelcontextprotocol/related-task";
    private static final Set<String> LEGACY = Set.of("tasks/get", "tasks/result", "tasks/cancel");
    private static final Set<String> MODERN = Set.of("tasks/get", "tasks/update", "tasks/cancel");
    private static final Set<String> OF_CLIENTS = Set.of("sampling/createMessage", "elicitation/create");

    private final String server;

    TaskReader(String server) {
        this.server = server;
    }

    /** Whether the version has the method for a client's requests. */
    static boolean has(String method, ProtocolVersion version) {
        return switch (version) {
            case V2024_11_05, V2025_03_26, V2025_06_18 -> false;
            case V2025_11_25 -> LEGACY.contains(method) || method.equals("tasks/list");
            case V2026_07_28 -> MODERN.contains(method);
        };
    }

    /** A client's request of a method that the version {@linkplain #has has}. */
    Action request(Request request, Tasks own) {
        if (request.method().equals("tasks/list")) {
            return new TaskListing(server, own.all(), request.params());
        }
        return use(request.method(), request.params(), own);
    }

    /** A server's notification of the status of a task; empty where the version has no such notification. */
    Optional<Action> upstreamNotice(Notification notice, ProtocolVersion version, Tasks own) {
        String method = version == ProtocolVersion.V2026_07_28 ? "notifications/tasks" : "notifications/tasks/status";
        return notice.method().equals(method) && version.compareTo(ProtocolVersion.V2025_11_25) >= 0
                ? Optional.of(use(method, notice.params(), own))
                : Optional.empty();
    }

    /** A client's notification of the status of a task it hosts; empty where the version has no such notification. */
    Optional<Action> notice(Notification notice, ProtocolVersion version, HostedTasks hosted) {
        if (!notice.method().equals("notifications/tasks/status") || version != ProtocolVersion.V2025_11_25) {
            return Optional.empty();
        }
        return Optional.of(
                TaskHandle.id(notice.params()).flatMap(hosted::madeOf).isPresent()
                        ? new ClientNotice(server, notice.method(), notice.params())
                        : unknown(notice.method(), notice.params()));
    }

    /** A server's request about a task that the client hosts; empty where the version has no such request. */
    Optional<Action> upstreamRequest(Request request, ProtocolVersion version, HostedTasks hosted) {
        if (version != ProtocolVersion.V2025_11_25) {
            return Optional.empty();
        }
        JsonObject params = request.params();
        if (request.method().equals("tasks/list")) {
            return Optional.of(new UpstreamRequest(server, request.method(), params));
        }
        return LEGACY.contains(request.method())
                ? Optional.of(TaskHandle.id(params)
                        .flatMap(hosted::madeOf)
                        .<Action>map(origin -> new UpstreamRequest(server, request.method(), origin, params))
                        .orElseGet(() -> unknown(request.method(), params)))
                : Optional.empty();
    }

    /** The client's answer to a server's request; it tells the server of no task that the server has not made here. */
    Action answer(UpstreamRequest asked, JsonObject params, HostedTasks hosted) {
        boolean foreign = asked.method().equals("tasks/list")
                && params.array("tasks") instanceof JsonArray(List<Json> listed)
                && !listed.stream()
                        .allMatch(entry -> entry instanceof JsonObject task
                                && TaskHandle.id(task).flatMap(hosted::madeOf).isPresent());
        return foreign ? unknown(asked.method(), params) : new Answer(server, asked.method(), asked.origin(), params);
    }

    /** The id of the task that the client makes of the server's request with this answer, up to 2025-11-25. */
    static Optional<String> hosted(UpstreamRequest asked, JsonObject answer) {
        return OF_CLIENTS.contains(asked.method()) && asked.params().object("task") != null
                ? TaskHandle.id(answer.object("task"))
                : Optional.empty();
    }

    /** Whether the message says that it belongs to a task that its sender has neither made nor hosts. */
    static boolean misattributed(JsonObject message, ProtocolVersion version, Tasks own, HostedTasks hosted) {
        JsonObject meta = message.object("_meta");
        if (version != ProtocolVersion.V2025_11_25 || meta == null || meta.get(RELATED) == null) {
            return false;
        }
        return TaskHandle.id(meta.object(RELATED))
                .filter(id -> own.find(id).isPresent() || hosted.madeOf(id).isPresent())
                .isEmpty();
    }

    /** The tasks that {@code subscriptions/listen} names; empty where one of them is not the caller's own. */
    Optional<List<Task>> listened(JsonObject wanted, Tasks own) throws JsonRefused {
        Json ids = wanted.get("taskIds");
        if (ids == null) {
            return Optional.of(List.of());
        }
        if (!(ids instanceof JsonArray(List<Json> named))) {
            throw invalid("The member notifications.taskIds must be an array.");
        }
        List<Task> tasks = new ArrayList<>();
        for (Json id : named) {
            if (!(id instanceof JsonString(String text))) {
                throw invalid("The member notifications.taskIds must hold strings.");
            }
            Optional<Task> task = own.find(text);
            if (task.isEmpty()) {
                return Optional.empty();
            }
            tasks.add(task.get());
        }
        return Optional.of(tasks);
    }

    UnknownTask unknown(String method, JsonObject params) {
        return new UnknownTask(server, method, params);
    }

    private Action use(String method, JsonObject params, Tasks own) {
        return TaskHandle.id(params)
                .flatMap(own::find)
                .<Action>map(task -> new TaskUse(task, method, params))
                .orElseGet(() -> unknown(method, params));
    }

    private static JsonRefused invalid(String message) {
        return new JsonRefused(Reason.PARAMS_INVALID, message);
    }
}
