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
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the server says by itself, judged and brought to the client, and the questions that wait for its answers. */
final class ServerVoice implements UpstreamListener {

    private static final int MOST_QUESTIONS = 256;

    private final String server;
    private final Decider decider;
    private final ActionReader actions;
    private final Flights flights;
    private final Listener listener;
    private final ToolLookup tools;
    private final Supplier<Context> context;
    private final Runnable onClose;
    private final boolean shared;
    private final Map<RequestId, String> questions = new ConcurrentHashMap<>();
    private volatile @Nullable Upstream upstream;

    ServerVoice(
            String server,
            Decider decider,
            ActionReader actions,
            Flights flights,
            Listener listener,
            ToolLookup tools,
            Supplier<Context> context,
            Runnable onClose,
            boolean shared) {
        this.shared = shared;
        this.server = server;
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

    /** The method that the server asked under this id, once; null where nothing was asked. */
    @Nullable String asked(RequestId id) {
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
    public void refused(UpstreamFailure failure) {
        decider.refuse(
                failure.reason(),
                "A message of the server was refused.",
                JsonObject.EMPTY.with("server", server).with("cause", String.valueOf(failure.getMessage())));
    }

    @Override
    public void closed(UpstreamFailure failure) {
        refused(failure);
        onClose.run();
    }

    private void question(Request request, @Nullable Permit related) {
        Action action = actions.upstreamRequest(request);
        switch (decider.relay(action, request, context.get())) {
            case RelayOutcome.Released released -> {
                if (shared) {
                    // The modern era has no requests of servers, and nobody knows whom this one would meet.
                    unanswered(request.id(), request.method(), unreachable("a request on a shared conversation"));
                } else if (questions.size() >= MOST_QUESTIONS
                        || questions.putIfAbsent(request.id(), request.method()) != null) {
                    unanswered(request.id(), request.method(), unreachable("too many questions, or one id twice"));
                } else if (!deliver(released.release(), related, flights.newest())) {
                    questions.remove(request.id());
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

    private void notice(Notification notice, @Nullable Permit related) {
        if (notice.method().equals("notifications/tools/list_changed")) {
            tools.stale();
        }
        Action action = actions.upstreamNotice(notice);
        if (decider.relay(action, notice, context.get()) instanceof RelayOutcome.Released released) {
            Optional<Flights.Flight> asker = byToken(notice);
            boolean over = asker.isEmpty()
                    && notice.method().equals("notifications/progress")
                    && (related == null || flights.of(related).isEmpty());
            if (!over && !deliver(released.release(), related, asker) && asker.isEmpty()) {
                listener.offer(released.release());
            }
        }
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
