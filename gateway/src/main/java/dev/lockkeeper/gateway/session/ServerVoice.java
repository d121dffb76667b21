package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.RelayOutcome;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the server says by itself, judged and brought to the client, and the questions that wait for its answers. */
final class ServerVoice implements UpstreamListener {

    private static final int MOST_QUESTIONS = 256;
    private static final List<String> ID = List.of("id");
    private static final List<String> REQUEST_ID = List.of("params", "requestId");

    private final String server;
    private final Decider decider;
    private final SessionActions actions;
    private final Flights flights;
    private final Listener listener;
    private final ToolLookup tools;
    private final Supplier<Context> context;
    private final Runnable onClose;
    private final boolean shared;
    private final QuestionIds ids;
    private final Map<RequestId, Asked> questions = new ConcurrentHashMap<>();
    private volatile @Nullable Upstream upstream;

    /** A question that the client knows under an id of the gateway's; the server's own is {@code theirs}. */
    record Asked(RequestId theirs, String method) {

        /** The client's answer as the server waits for it. */
        Response answered(Response answer) {
            Wire wire = WireEdit.replace(answer.wire(), ID, theirs.value());
            return switch (answer) {
                case Success success -> new Success(theirs, success.result(), wire);
                case Failure failure -> new Failure(theirs, failure.error(), wire);
            };
        }
    }

    ServerVoice(
            String server,
            QuestionIds ids,
            Decider decider,
            SessionActions actions,
            Flights flights,
            Listener listener,
            ToolLookup tools,
            Supplier<Context> context,
            Runnable onClose,
            boolean shared) {
        this.shared = shared;
        this.server = server;
        this.ids = ids;
        this.decider = decider;
        this.actions = actions;
        this.flights = flights;
        this.listener = listener;
        this.tools = tools;
        this.context = context;
        this.onClose = onClose;
    }

    void speaksThrough(Upstream open) {
        upstream = open;
    }

    /** What the server asked and the client knows under this id, once; null where nothing was asked. */
    @Nullable Asked asked(RequestId id) {
        return questions.remove(id);
    }

    /** Tells the server that its question has no answer. */
    void unanswered(RequestId id, String method, Refusal refusal) {
        Response failure = refusal.answer(id);
        Action answer = actions.answer(method, failure);
        if (decider.decide(answer, failure, context.get()) instanceof Outcome.Granted granted) {
            tell(granted.permit());
        }
    }

    @Override
    public void received(Message message, @Nullable Permit related) {
        switch (message) {
            case Request request -> question(request, related);
            case Notification notice -> notice(notice, related);
            case Response unexpected -> refused(new UpstreamFailure(Reason.RESULT_UNEXPECTED, "an answer to nothing"));
        }
    }

    @Override
    public void begun(Permit request) {
        flights.of(request).ifPresent(flight -> flight.channel().begin());
    }

    @Override
    public void parted(Permit request) {
        flights.of(request).ifPresent(flight -> flight.channel().part());
    }

    @Override
    public void refused(UpstreamFailure failure) {
        decider.refuse(
                failure.reason(),
                "A message of the server was refused.",
                JsonObject.EMPTY.with("server", server).with("cause", String.valueOf(failure.getMessage())));
    }

    @Override
    public void reopened() {
        tools.stale();
    }

    @Override
    public void closed(UpstreamFailure failure) {
        refused(failure);
        onClose.run();
    }

    private void question(Request request, @Nullable Permit related) {
        RequestId own = ids.nextId(server);
        var renamed =
                new Request(own, request.method(), request.params(), WireEdit.replace(request.wire(), ID, own.value()));
        Action action = actions.upstreamRequest(renamed);
        switch (decider.relay(action, renamed, request.id(), context.get())) {
            case RelayOutcome.Released released -> {
                if (shared) {
                    // The modern era has no requests of servers, and nobody knows whom this one would meet.
                    unanswered(request.id(), request.method(), unreachable("a request on a shared conversation"));
                } else if (request.method().equals("ping")) {
                    pong(request.id());
                } else if (!remember(own, new Asked(request.id(), request.method()))) {
                    unanswered(request.id(), request.method(), unreachable("too many questions, or one id twice"));
                } else if (!deliver(released.release(), related, flights.newest())) {
                    questions.remove(own);
                    unanswered(request.id(), request.method(), unreachable("no stream to the client"));
                }
            }
            case RelayOutcome.Refused refused -> {
                if (refused.answer() != null) {
                    tell(refused.answer());
                }
            }
        }
    }

    // INVARIANT: the gateway's own affair; a client that answered would hold a place for as often as its server likes.
    private void pong(RequestId theirs) {
        Success pong = Success.of(theirs, JsonObject.EMPTY);
        if (decider.decide(actions.answer("ping", pong), pong, context.get()) instanceof Outcome.Granted granted) {
            tell(granted.permit());
        }
    }

    private boolean remember(RequestId own, Asked asked) {
        return questions.size() < MOST_QUESTIONS
                && questions.values().stream().noneMatch(other -> other.theirs().equals(asked.theirs()))
                && questions.putIfAbsent(own, asked) == null;
    }

    /** The server's notification with the client's name for the question that it withdraws; empty where it names none. */
    private Optional<Notification> named(Notification notice) {
        if (!notice.method().equals("notifications/cancelled")) {
            return Optional.empty();
        }
        Json theirs = notice.params().get("requestId");
        return questions.entrySet().stream()
                .filter(entry -> entry.getValue().theirs().value().equals(theirs))
                .findFirst()
                .map(entry -> new Notification(
                        notice.method(),
                        notice.params().with("requestId", entry.getKey().value()),
                        WireEdit.replace(
                                notice.wire(), REQUEST_ID, entry.getKey().value())));
    }

    private void notice(Notification said, @Nullable Permit related) {
        Optional<Notification> named = named(said);
        Notification notice = named.orElse(said);
        if (notice.method().equals("notifications/tools/list_changed")) {
            tools.stale();
        }
        Action action = actions.upstreamNotice(notice);
        if (decider.relay(action, notice, context.get()) instanceof RelayOutcome.Released released
                && (named.isPresent() || concerns(notice, related))) {
            Optional<Flights.Flight> asker = byToken(notice);
            if (!deliver(released.release(), related, asker) && asker.isEmpty()) {
                listener.offer(released.release());
            }
        }
    }

    /**
     * Whether a notification that names no question is about anything between this server and its client. INVARIANT: a server ends and
     * moves on nothing that another one has with the same client; ids and tokens can be guessed.
     */
    private boolean concerns(Notification notice, @Nullable Permit related) {
        return switch (notice.method()) {
            case "notifications/cancelled" -> flights.listens(notice.params().get("requestId"));
            case "notifications/progress" -> progresses(notice, related);
            default -> true;
        };
    }

    // After the final answer there is no progress, unless the call goes on as a task.
    private boolean progresses(Notification notice, @Nullable Permit related) {
        Json token = notice.params().get("progressToken");
        if (token == null) {
            return false;
        }
        Optional<Flights.Flight> flight = related == null ? Optional.empty() : flights.of(related);
        boolean asked = flight.isPresent()
                ? flight.get().asksFor(token)
                : byToken(notice).isPresent();
        return asked || actions.follows(notice);
    }

    // Progress goes to who asked for it; after the final answer it goes nowhere.
    private Optional<Flights.Flight> byToken(Notification notice) {
        Json token = notice.params().get("progressToken");
        return token == null ? Optional.empty() : flights.withToken(token.text());
    }

    private boolean deliver(Release release, @Nullable Permit related, Optional<Flights.Flight> otherwise) {
        Optional<Flights.Flight> flight = related == null ? Optional.empty() : flights.of(related);
        if (flight.isEmpty() && listener.present() && otherwise.isEmpty()) {
            listener.offer(release);
            return true;
        }
        flight = flight.isPresent() ? flight : otherwise;
        if (flight.isEmpty()) {
            return false;
        }
        try {
            flight.get().channel().send(release);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private Refusal unreachable(String cause) {
        return decider.refuse(
                Reason.CLIENT_UNREACHABLE,
                "The client cannot be asked now.",
                JsonObject.EMPTY.with("server", server).with("cause", cause));
    }

    private void tell(Permit permit) {
        Upstream open = upstream;
        if (open == null) {
            return;
        }
        try {
            open.tell(permit);
        } catch (UpstreamFailure failure) {
            refused(failure);
        }
    }
}
