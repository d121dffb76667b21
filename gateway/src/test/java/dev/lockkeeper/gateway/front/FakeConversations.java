package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Conversations whose tools do what their names say. */
final class FakeConversations implements Conversations {

    private static final Set<String> ROUTES = Set.of("files", "memory", "busy", "down");

    final List<String> found = new CopyOnWriteArrayList<>();
    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<Selection> selections = new CopyOnWriteArrayList<>();
    final Semaphore waiting = new Semaphore(0);
    final CountDownLatch proceed = new CountDownLatch(1);
    final Semaphore interrupted = new Semaphore(0);
    final AtomicReference<@Nullable Thread> flooding = new AtomicReference<>();
    final AtomicInteger flooded = new AtomicInteger();
    final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Decider decider;

    FakeConversations(Decider decider) {
        this.decider = decider;
    }

    @Override
    public boolean serves(String route) {
        return ROUTES.contains(route);
    }

    @Override
    public Conversation open(Caller caller, String route) throws ConversationRefused {
        var session = new Session(caller, route, "session-" + (sessions.size() + 1));
        sessions.put(session.id(), session);
        return session;
    }

    @Override
    public Optional<Conversation> find(Caller caller, String route, String id) {
        found.add(caller.key() + " " + route + " " + id);
        return Optional.ofNullable(sessions.get(id))
                .filter(session ->
                        session.caller.key().equals(caller.key()) && session.route.equals(route) && !session.closed)
                .map(session -> session);
    }

    @Override
    public Conversation stateless(Caller caller, String route) throws ConversationRefused {
        switch (route) {
            case "busy" -> throw new ConversationRefused(new Refusal(Reason.HTTP_BUSY, "Later.", "r"));
            case "down" -> throw new ConversationRefused(new Refusal(Reason.UPSTREAM_UNAVAILABLE, "Down.", "r"));
            default -> {}
        }
        return new Session(caller, route, "stateless");
    }

    final class Session implements Conversation {

        private final Caller caller;
        private final String route;
        private final String id;
        final LinkedBlockingQueue<Release> own = new LinkedBlockingQueue<>();
        volatile boolean closed;
        private volatile @Nullable ProtocolVersion version;

        Session(Caller caller, String route, String id) {
            this.caller = caller;
            this.route = route;
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Optional<ProtocolVersion> version() {
            return Optional.ofNullable(version);
        }

        @Override
        public Reply handle(Message message, TransportMetadata metadata, ClientChannel channel) {
            Selection selection = metadata.selection();
            selections.add(selection);
            return switch (message) {
                case Request request -> {
                    handled.add(caller.key() + " " + route + " " + request.method());
                    yield ask(request, channel);
                }
                case Notification notice ->
                    notice.method().equals("notifications/refused")
                            ? new Reply.Refused(new Refusal(Reason.POLICY_DENIED, "No.", "r"))
                            : Reply.Accepted.ACCEPTED;
                case Response response -> Reply.Accepted.ACCEPTED;
            };
        }

        private Reply ask(Request request, ClientChannel channel) {
            return switch (request.method()) {
                case "tools/list" -> own(request, "tools");
                case "initialize" -> initialize(request);
                case "tools/call" -> call(request, channel);
                case "subscriptions/listen" -> waits(request);
                default -> refused(Reason.METHOD_UNKNOWN);
            };
        }

        private Reply initialize(Request request) {
            String wanted = String.valueOf(request.params().string("protocolVersion"));
            if (id.equals("stateless") || wanted.equals("no")) {
                return refused(Reason.METHOD_UNKNOWN);
            }
            version = ProtocolVersion.of(wanted).orElse(null);
            return own(request, "hello");
        }

        private Reply call(Request request, ClientChannel channel) {
            String name = request.params().string("name");
            return switch (name == null ? "" : name) {
                case "denied" -> refused(Reason.POLICY_DENIED);
                case "invalid" -> refused(Reason.ARGUMENTS_INVALID);
                case "fault" -> throw new IllegalStateException("secret inside");
                case "capable" ->
                    new Reply.Own(Failure.of(
                            request.id(),
                            JsonObject.EMPTY.with("code", JsonNumber.of(-32021)).with("message", "Missing.")));
                case "progress" -> {
                    send(channel, notice("one"));
                    send(channel, notice("two"));
                    yield own(request, "done");
                }
                case "burst" -> {
                    for (int i = 0; i < 500; i++) {
                        send(channel, notice("step " + i));
                    }
                    yield own(request, "done");
                }
                case "lines" -> {
                    send(channel, lines());
                    yield own(request, "done");
                }
                case "steps" -> {
                    send(channel, notice("one"));
                    Reply reply = waits(request);
                    send(channel, notice("two"));
                    yield reply;
                }
                case "wait" -> waits(request);
                case "flood" -> flood(request, channel);
                default -> own(request, "echo");
            };
        }

        private Reply waits(Request request) {
            waiting.release();
            try {
                proceed.await();
                return own(request, "waited");
            } catch (InterruptedException e) {
                interrupted.release();
                return refused(Reason.UPSTREAM_TIMEOUT);
            }
        }

        private Reply flood(Request request, ClientChannel channel) {
            String large = "x".repeat(1 << 20);
            flooding.set(Thread.currentThread());
            try {
                for (int i = 0; i < 64; i++) {
                    channel.send(release(notice(large)));
                    flooded.incrementAndGet();
                }
            } catch (IOException e) {
                interrupted.release();
            }
            return own(request, "flooded");
        }

        @Override
        public Listening listen(ClientChannel channel) {
            Thread thread = Thread.ofVirtual().start(() -> deliver(channel));
            waiting.release();
            return thread::interrupt;
        }

        private void deliver(ClientChannel channel) {
            try {
                while (!closed) {
                    Release release = own.poll(20, java.util.concurrent.TimeUnit.MILLISECONDS);
                    if (release != null) {
                        channel.send(release);
                    }
                }
            } catch (InterruptedException | IOException e) {
                interrupted.release();
            }
            channel.end();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Reply own(Request request, String text) {
        return new Reply.Own(Success.of(request.id(), JsonObject.EMPTY.with("text", text)));
    }

    private static Reply refused(Reason reason) {
        return new Reply.Refused(new Refusal(reason, "No.", "r"));
    }

    private void send(ClientChannel channel, Message message) {
        try {
            channel.send(release(message));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Notification notice(String text) {
        return Notification.of("notifications/message", JsonObject.EMPTY.with("data", new JsonString(text)));
    }

    private static Notification lines() {
        return new Notification(
                "notifications/message",
                JsonObject.EMPTY,
                Wire.of("{\"jsonrpc\":\"2.0\",\n\"method\":\r\n\"notifications/message\"}"));
    }

    Release release(Message message) {
        var context = new Context(
                new Caller("t", "test", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        var action = new UpstreamNotice("files", "notifications/message", JsonObject.EMPTY);
        return switch (decider.relay(action, message, context)) {
            case RelayOutcome.Released released -> released.release();
            case RelayOutcome.Refused refused -> throw new IllegalStateException("withheld");
        };
    }
}
