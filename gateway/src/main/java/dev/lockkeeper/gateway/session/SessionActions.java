package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.upstream.Recent;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Situation;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Task;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.Tasks;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.UpstreamRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one conversation would do, by what was agreed and made in it: the version, the tasks of its
 * caller, and the tasks that its client hosts for the server. Thread-safe.
 */
final class SessionActions {

    private static final int MOST_REMEMBERED = 256;

    private final ActionReader reader;
    private final String server;
    private final Tasks own;
    private final TaskRegistry registry;
    private final TaskRegistry.Owner owner;
    private final Recent<String, String> hosted = new Recent<>(MOST_REMEMBERED);
    private final Recent<RequestId, UpstreamRequest> asked = new Recent<>(MOST_REMEMBERED);
    private final Recent<String, String> tokens = new Recent<>(MOST_REMEMBERED);
    private volatile @Nullable ProtocolVersion initialized;

    SessionActions(String server, String caller, TaskRegistry registry) {
        this.reader = new ActionReader(server);
        this.server = server;
        this.registry = registry;
        this.owner = new TaskRegistry.Owner(caller, server);
        this.own = new Tasks() {
            @Override
            public Optional<Task> find(String id) {
                return registry.find(owner, id);
            }

            @Override
            public List<Task> all() {
                return registry.of(owner);
            }
        };
    }

    Action request(Request request, Era era, ActionReader.Tools tools) throws JsonRefused {
        if (era == Era.LEGACY && request.method().equals("initialize")) {
            initialized = ProtocolVersion.V2025_11_25;
        }
        return reader.request(request, era == Era.MODERN ? situation(ProtocolVersion.V2026_07_28) : situation(), tools);
    }

    Action notice(Notification notice) {
        return reader.notice(notice, situation());
    }

    Action upstreamNotice(Notification notice) {
        return reader.upstreamNotice(notice, situation());
    }

    Action upstreamRequest(Request request) {
        Action action = reader.upstreamRequest(request, situation());
        if (action instanceof UpstreamRequest question) {
            // Of its parameters, only this is asked for when the answer comes.
            JsonObject params = question.params().object("task") == null
                    ? JsonObject.EMPTY
                    : JsonObject.EMPTY.with("task", JsonObject.EMPTY);
            asked.put(request.id(), new UpstreamRequest(server, question.method(), question.origin(), params));
        }
        return action;
    }

    /** What the client's answer would do to the request of this method that the server made under its id. */
    Action answer(String method, Response answer) {
        UpstreamRequest known = asked.get(answer.id());
        UpstreamRequest question = known != null && known.method().equals(method)
                ? known
                : new UpstreamRequest(server, method, JsonObject.EMPTY);
        ActionReader.hosted(question, answer).ifPresent(id -> hosted.put(id, question.method()));
        return reader.answer(question, answer, situation());
    }

    // INVARIANT: a task has its owner before the client can name it.
    /** Takes what an answer agrees on or makes. */
    void learn(Permit permit, Release release) {
        if (!(permit.message() instanceof Request request) || !(release.message() instanceof Success success)) {
            return;
        }
        switch (permit.action()) {
            case Housekeeping opening
            when opening.method().equals("initialize") ->
                Optional.ofNullable(success.result().string("protocolVersion"))
                        .flatMap(ProtocolVersion::of)
                        .ifPresent(version -> initialized = version);
            case ToolCall call ->
                TaskHandle.in(call, success.result()).ifPresent(id -> {
                    registry.add(
                            owner,
                            new Task(id, call.awaited(), permit.reference()),
                            request.wire().length());
                    request.progressToken().ifPresent(token -> tokens.put(id, token));
                });
            case TaskUse use when use.isResult() -> tokens.remove(use.task().id());
            default -> {}
        }
    }

    /** Whether this is the progress of a call that goes on as a task, though its request is answered. */
    boolean follows(Notification notice) {
        return Request.token(notice.params().get("progressToken"))
                .filter(tokens::hasValue)
                .isPresent();
    }

    // What a server says by itself is in the version of the session, and outside of one in the only version without.
    private Situation situation() {
        ProtocolVersion version = initialized;
        return situation(version == null ? ProtocolVersion.V2026_07_28 : version);
    }

    private Situation situation(ProtocolVersion version) {
        return new Situation(version, own, id -> Optional.ofNullable(hosted.get(id)));
    }
}
