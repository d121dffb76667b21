package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Servers in memory, each with one tool and one resource unless told otherwise, that remember all that reached them. */
final class ScriptedServers implements Connector {

    final Map<String, Server> servers = new TreeMap<>();

    /** Which all of them speak; empty for the gateway to find out. */
    volatile Optional<Era> era = Optional.empty();

    ScriptedServers(String... names) {
        for (String name : names) {
            servers.put(name, new Server(name));
        }
    }

    Server server(String name) {
        return Objects.requireNonNull(servers.get(name));
    }

    Set<String> names() {
        return servers.keySet();
    }

    @Override
    public boolean knows(String server) {
        return servers.containsKey(server);
    }

    @Override
    public Optional<Era> era(String server) {
        return era;
    }

    @Override
    public Upstream open(String server, UpstreamListener listener) throws UpstreamFailure {
        Server found = server(server);
        if (found.down) {
            throw new UpstreamFailure(Reason.UPSTREAM_UNAVAILABLE, "down");
        }
        found.listener = listener;
        found.opened.incrementAndGet();
        return found;
    }

    static final class Server implements Upstream {

        final List<Message> reached = new CopyOnWriteArrayList<>();
        final CountDownLatch called = new CountDownLatch(1);
        final CountDownLatch mayAnswer = new CountDownLatch(1);
        volatile @Nullable UpstreamListener listener;
        volatile List<String> tools = List.of("work");
        volatile Set<String> taskOnly = Set.of();
        volatile List<String> resources;
        volatile boolean hangs;
        volatile boolean down;
        volatile boolean fails;
        volatile String without = "";
        volatile String slow = "";
        volatile boolean acknowledges = true;
        volatile boolean closed;
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger subscriptions = new AtomicInteger();
        final String name;

        Server(String name) {
            this.name = name;
            this.resources = List.of("test://" + name);
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            Request request = (Request) permit.message();
            reached.add(request);
            if (request.method().equals(slow)) {
                throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "scripted");
            }
            if (request.method().equals(without)) {
                return failed(request, ErrorCode.METHOD_NOT_FOUND);
            }
            return switch (request.method()) {
                case "initialize" ->
                    Success.of(
                            request.id(),
                            JsonObject.EMPTY
                                    .with("protocolVersion", "2025-11-25")
                                    .with("capabilities", JsonObject.EMPTY.with("tools", JsonObject.EMPTY)));
                case "tools/list" -> listed(request, "tools", "name", tools);
                case "resources/list" -> listed(request, "resources", "uri", resources);
                case "tools/call" -> call(permit, request);
                case "resources/read" -> answered(request);
                case "logging/setLevel", "resources/subscribe", "resources/unsubscribe" ->
                    Success.of(request.id(), JsonObject.EMPTY);
                case "subscriptions/listen" -> subscribed(permit, request);
                default -> failed(request, ErrorCode.METHOD_NOT_FOUND);
            };
        }

        private Response listed(Request request, String member, String key, List<String> values)
                throws UpstreamFailure {
            if (hangs) {
                await();
            }
            if (fails) {
                return failed(request, ErrorCode.INTERNAL);
            }
            JsonObject schema = JsonObject.EMPTY.with("type", "object");
            List<Json> entries = values.stream()
                    .<Json>map(value -> {
                        JsonObject entry = JsonObject.EMPTY
                                .with(key, value)
                                .with("inputSchema", schema)
                                .with("offeredBy", name);
                        return taskOnly.contains(value)
                                ? entry.with("execution", JsonObject.EMPTY.with("taskSupport", "required"))
                                : entry;
                    })
                    .toList();
            return Success.of(request.id(), JsonObject.EMPTY.with(member, new JsonArray(entries)));
        }

        private Response call(Permit permit, Request request) throws UpstreamFailure {
            called.countDown();
            Json token = request.meta().get("progressToken");
            if (token != null) {
                say("notifications/progress", JsonObject.EMPTY.with("progressToken", token), permit);
            }
            if (hangs) {
                await();
            }
            return answered(request);
        }

        private static Response failed(Request request, int code) {
            return Failure.of(
                    request.id(),
                    JsonObject.EMPTY.with("code", JsonNumber.of(code)).with("message", "scripted"));
        }

        private Response answered(Request request) {
            return Success.of(request.id(), JsonObject.EMPTY.with("answeredBy", name));
        }

        /** Until it is cancelled. */
        private Response subscribed(Permit permit, Request request) throws UpstreamFailure {
            if (acknowledges) {
                JsonObject wanted = Objects.requireNonNull(request.params().object("notifications"));
                say("notifications/subscriptions/acknowledged", JsonObject.EMPTY.with("notifications", wanted), permit);
            }
            say("notifications/tools/list_changed", JsonObject.EMPTY.with("saidBy", name), permit);
            subscriptions.incrementAndGet();
            try {
                await();
                return answered(request);
            } finally {
                subscriptions.decrementAndGet();
            }
        }

        void say(String method, JsonObject params, @Nullable Permit related) {
            Objects.requireNonNull(listener).received(Notification.of(method, params), related);
        }

        private void await() throws UpstreamFailure {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "interrupted");
            }
        }

        @Override
        public void tell(Permit permit) {
            reached.add(permit.message());
        }

        @Override
        public void close() {
            closed = true;
        }

        /** It went away by itself. */
        void crash() {
            Objects.requireNonNull(listener).closed(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "crashed"));
        }

        long count(String method) {
            return methods().stream().filter(method::equals).count();
        }

        List<String> methods() {
            return reached.stream()
                    .map(message -> switch (message) {
                        case Request request -> request.method();
                        case Notification notice -> notice.method();
                        case Response response -> "answer";
                    })
                    .toList();
        }
    }
}
