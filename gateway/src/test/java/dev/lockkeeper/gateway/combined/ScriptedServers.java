package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Servers in memory, each with one tool and one resource of its own, that remember all that reached them. */
final class ScriptedServers implements Connector {

    final Map<String, Server> servers = new TreeMap<>();

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
    public Upstream open(String server, UpstreamListener listener) {
        Server found = server(server);
        found.listener = listener;
        found.opened.incrementAndGet();
        return found;
    }

    static final class Server implements Upstream {

        final List<Message> reached = new CopyOnWriteArrayList<>();
        final CountDownLatch called = new CountDownLatch(1);
        final CountDownLatch mayAnswer = new CountDownLatch(1);
        volatile @Nullable UpstreamListener listener;
        volatile boolean hangs;
        volatile boolean closed;
        final AtomicInteger opened = new AtomicInteger();
        private final String name;

        Server(String name) {
            this.name = name;
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            Request request = (Request) permit.message();
            reached.add(request);
            return switch (request.method()) {
                case "initialize" ->
                    Success.of(
                            request.id(),
                            JsonObject.EMPTY
                                    .with("protocolVersion", "2025-11-25")
                                    .with("capabilities", JsonObject.EMPTY.with("tools", JsonObject.EMPTY)));
                case "tools/list" -> listed(request, "tools", "name", "work");
                case "resources/list" -> listed(request, "resources", "uri", "test://" + name);
                case "tools/call" -> call(request);
                case "logging/setLevel" -> Success.of(request.id(), JsonObject.EMPTY);
                default -> Failure.of(request.id(), JsonObject.EMPTY.with("message", "Method not found"));
            };
        }

        private Response listed(Request request, String member, String key, String value) throws UpstreamFailure {
            if (hangs) {
                await();
            }
            JsonObject entry =
                    JsonObject.EMPTY.with(key, value).with("inputSchema", JsonObject.EMPTY.with("type", "object"));
            return Success.of(request.id(), JsonObject.EMPTY.with(member, new JsonArray(List.of(entry))));
        }

        private Response call(Request request) throws UpstreamFailure {
            called.countDown();
            if (hangs) {
                await();
            }
            return Success.of(request.id(), JsonObject.EMPTY.with("answeredBy", name));
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
