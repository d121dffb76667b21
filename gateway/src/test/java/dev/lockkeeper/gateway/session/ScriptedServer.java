package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A server in memory that remembers all that reached it. */
final class ScriptedServer implements Connector, Upstream {

    /** What it does with a request. */
    interface Script {
        Response answer(Request request) throws UpstreamFailure;
    }

    final List<Message> reached = new CopyOnWriteArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();
    volatile @Nullable UpstreamListener listener;
    /** What permitted the request that came last. */
    volatile @Nullable Permit permit;

    volatile JsonObject schema = JsonObject.EMPTY.with("type", "object");
    volatile List<String> tools = List.of("read", "write");
    volatile Script calls =
            request -> Success.of(request.id(), JsonObject.EMPTY.with("content", new JsonArray(List.of())));
    volatile Script others = request -> Failure.of(request.id(), JsonObject.EMPTY.with("message", "Method not found"));
    volatile String version = "2025-11-25";
    volatile JsonObject capabilities =
            JsonObject.EMPTY.with("tools", JsonObject.EMPTY).with("tasks", JsonObject.EMPTY);
    volatile @Nullable JsonObject outputSchema;
    volatile boolean remote;
    volatile Optional<Era> era = Optional.empty();

    @Override
    public boolean remote(String server) {
        return remote;
    }

    @Override
    public Optional<Era> era(String server) {
        return era;
    }

    @Override
    public boolean knows(String server) {
        return server.equals("files") || server.equals("mail");
    }

    @Override
    public Upstream open(String server, UpstreamListener listener) {
        this.listener = listener;
        return this;
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        Request request = (Request) permit.message();
        if (request.id().value().equals(new JsonString("lockkeeper-discover"))) {
            // The gateway's own question in which era it may be spoken to: in both.
            return Success.of(
                    request.id(),
                    JsonObject.EMPTY.with("supportedVersions", JsonArray.ofStrings(List.of("2026-07-28"))));
        }
        this.permit = permit;
        reached.add(request);
        return switch (request.method()) {
            case "initialize" ->
                Success.of(
                        request.id(),
                        JsonObject.EMPTY.with("protocolVersion", version).with("capabilities", capabilities));
            case "tools/list" -> Success.of(request.id(), JsonObject.EMPTY.with("tools", listed()));
            case "tools/call" -> calls.answer(request);
            default -> others.answer(request);
        };
    }

    private JsonArray listed() {
        List<Json> listed = new ArrayList<>();
        for (String name : tools) {
            JsonObject tool = JsonObject.EMPTY.with("name", name).with("inputSchema", schema);
            listed.add(outputSchema == null ? tool : tool.with("outputSchema", outputSchema));
        }
        return new JsonArray(listed);
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        if (closed.get()) {
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "closed");
        }
        reached.add(permit.message());
    }

    @Override
    public void close() {
        closed.set(true);
    }

    List<String> methodsReached() {
        return reached.stream()
                .map(message -> message instanceof Request request
                        ? request.method()
                        : message.getClass().getSimpleName())
                .toList();
    }
}
