package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A server in memory, one for each conversation, whose tools do what their names say. */
final class MemoryServer implements Connector {

    private static final List<String> TOOLS = List.of("echo", "wait", "progress");

    final List<Line> lines = new CopyOnWriteArrayList<>();
    final Semaphore waiting = new Semaphore(0);
    final Semaphore interrupted = new Semaphore(0);
    final CountDownLatch proceed = new CountDownLatch(1);

    @Override
    public boolean knows(String server) {
        return server.equals("files") || server.equals("memory");
    }

    @Override
    public Upstream open(String server, UpstreamListener listener) {
        var line = new Line(listener);
        lines.add(line);
        return line;
    }

    long reached(String method) {
        return lines.stream()
                .flatMap(line -> line.reached.stream())
                .filter(message ->
                        message instanceof Request request && request.method().equals(method))
                .count();
    }

    static Notification progress(Json token, long step) {
        return Notification.of(
                "notifications/progress",
                JsonObject.EMPTY.with("progressToken", token).with("progress", JsonNumber.of(step)));
    }

    /** One conversation. */
    final class Line implements Upstream {

        final UpstreamListener listener;
        final List<Message> reached = new CopyOnWriteArrayList<>();

        Line(UpstreamListener listener) {
            this.listener = listener;
        }

        void say(String text) {
            listener.received(FakeConversations.notice(text), null);
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            Request request = (Request) permit.message();
            reached.add(request);
            return Success.of(
                    request.id(),
                    switch (request.method()) {
                        case "initialize" -> {
                            Json version = request.params().get("protocolVersion");
                            pause(request);
                            yield JsonObject.EMPTY
                                    .with("protocolVersion", Objects.requireNonNull(version))
                                    .with("capabilities", JsonObject.EMPTY.with("tools", JsonObject.EMPTY));
                        }
                        case "tools/list" -> JsonObject.EMPTY.with("tools", tools());
                        case "tools/call" -> call(permit, request);
                        default -> JsonObject.EMPTY;
                    });
        }

        private void pause(Request request) throws UpstreamFailure {
            if (request.params().get("wait") != null) {
                hold();
            }
        }

        private JsonObject call(Permit permit, Request request) throws UpstreamFailure {
            String tool = String.valueOf(request.params().string("name"));
            if (tool.equals("wait")) {
                hold();
            }
            Json token = request.meta().get("progressToken");
            if (tool.equals("progress") && token != null) {
                listener.received(progress(token, 1), permit);
                hold();
            }
            JsonObject arguments = request.params().object("arguments");
            Json text = arguments == null ? null : arguments.get("text");
            return JsonObject.EMPTY
                    .with("content", new JsonArray(List.of()))
                    .with("heard", text == null ? new JsonString(tool) : text);
        }

        private void hold() throws UpstreamFailure {
            waiting.release();
            try {
                proceed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted.release();
                throw new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "cancelled");
            }
        }

        private JsonArray tools() {
            List<Json> tools = new ArrayList<>();
            TOOLS.forEach(name -> tools.add(
                    JsonObject.EMPTY.with("name", name).with("inputSchema", JsonObject.EMPTY.with("type", "object"))));
            return new JsonArray(tools);
        }

        @Override
        public void tell(Permit permit) {
            reached.add(permit.message());
        }

        @Override
        public void close() {}
    }
}
