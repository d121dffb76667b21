package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Subscription;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From a legacy client to a modern server. Each request gets what the client said of itself when it began, is judged in
 * that form and sent; an answer that asks for more is turned into questions to the client, and the request is judged and
 * sent again with what it answers.
 */
final class ModernBridge {

    private static final Set<String> CARRYING = Set.of("tools/call", "prompts/get", "resources/read");
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** The upstream has the bound for one answer; this one only ends what escapes it. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Route route;
    private final Fittings own;
    private final Upstream upstream;
    private final JsonObject meta;
    private final Interview interview;
    private final Watch watch;
    private final Map<RequestId, Running> running = new ConcurrentHashMap<>();
    private volatile JsonObject level = JsonObject.EMPTY;

    /** One request of the client; its errand is null while the client is asked something. */
    private static final class Running {

        private final Request request;
        private volatile @Nullable Errand errand;
        private volatile boolean cancelled;

        private Running(Request request) {
            this.request = request;
        }
    }

    private ModernBridge(
            Route route, Fittings own, Upstream upstream, JsonObject meta, Interview interview, Watch watch) {
        this.route = route;
        this.own = own;
        this.upstream = upstream;
        this.meta = meta;
        this.interview = interview;
        this.watch = watch;
    }

    /** A client that introduced itself; there is no bridge where that was refused. */
    record Introduced(Reply reply, @Nullable ModernBridge bridge) {}

    /**
     * Introduces a legacy client to a server that may be a modern one.
     *
     * @param initialize as {@link Introduction} leaves it
     * @return empty where the server is none
     */
    static Optional<Introduced> introduce(
            Route route, Fittings own, Upstream upstream, LateListener ear, Request initialize, Context context)
            throws JsonRefused {
        JsonObject meta = ModernForm.meta(initialize);
        Request discover = Request.of(initialize.id(), "server/discover", JsonObject.EMPTY.with("_meta", meta));
        switch (route.decider().decide(route.request(discover, Era.MODERN), discover, context)) {
            case Outcome.Refused refused -> {
                return Optional.of(new Introduced(new Reply.Refused(refused.refusal()), null));
            }
            case Outcome.Granted granted -> {
                Response response;
                try {
                    response = Errand.start(upstream, granted.permit(), () -> {})
                            .await(route.bridge().probe());
                } catch (UpstreamFailure none) {
                    return Optional.empty();
                }
                if (!Probe.modern(response) || !(response instanceof Success success)) {
                    return Optional.empty();
                }
                Reply reply = route.answered(
                        granted.permit(), ModernForm.introduced(initialize, success.result(), route.server()));
                if (!(reply instanceof Reply.Answered)) {
                    return Optional.of(new Introduced(reply, null));
                }
                var watch = new Watch(
                        route, upstream, meta, LegacyForm.object(success.result(), "capabilities"), own.context());
                var interview =
                        new Interview(route, LegacyForm.object(initialize.params(), "capabilities"), own.listener());
                ear.to(new ModernVoice(own.voice(), watch));
                return Optional.of(
                        new Introduced(reply, new ModernBridge(route, own, upstream, meta, interview, watch)));
            }
        }
    }

    boolean busy() {
        return !running.isEmpty();
    }

    boolean has(RequestId id) {
        return running.containsKey(id);
    }

    void close() {
        watch.close();
    }

    Reply request(Request request, Context context, ClientChannel channel) throws JsonRefused {
        return switch (request.method()) {
            case "logging/setLevel" -> setLevel(request, context);
            case "resources/subscribe", "resources/unsubscribe" -> subscribe(request, context);
            default -> {
                var mine = new Running(request);
                running.put(request.id(), mine);
                try {
                    yield rounds(mine, context, channel);
                } finally {
                    running.remove(request.id());
                }
            }
        };
    }

    /** Takes a notification that was judged; nothing of it reaches a modern server as it is. */
    void notice(Notification notice) {
        switch (notice.method()) {
            case "notifications/initialized" -> watch.start();
            case "notifications/cancelled" -> cancel(notice.params().get("requestId"));
            // Changed roots and progress of questions: 2026-07-28 has no such notifications.
            default -> {}
        }
    }

    Optional<Reply> answered(Response answer, Context context) {
        return interview.answered(answer, context);
    }

    private void cancel(@Nullable Json id) {
        for (Running each : running.values()) {
            if (each.request.id().value().equals(id)) {
                each.cancelled = true;
                Errand errand = each.errand;
                if (errand != null) {
                    errand.cancel();
                }
                interview.drop(each.request);
            }
        }
    }

    private Reply setLevel(Request request, Context context) throws JsonRefused {
        String wanted = request.params().string("level");
        if (wanted == null || !LegacyForm.LEVELS.contains(wanted)) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "The member level must be a log level.");
        }
        return switch (route.decider().decide(route.request(request, Era.LEGACY), request, context)) {
            case Outcome.Refused refused -> new Reply.Refused(refused.refusal());
            case Outcome.Granted granted -> {
                level = JsonObject.EMPTY.with(LegacyForm.LOG_LEVEL_KEY, wanted);
                yield new Reply.Own(Success.of(request.id(), JsonObject.EMPTY));
            }
        };
    }

    private Reply subscribe(Request request, Context context) throws JsonRefused {
        Action action = route.request(request, Era.LEGACY);
        Outcome outcome = route.decider().decide(action, request, context);
        if (outcome instanceof Outcome.Refused refused) {
            return new Reply.Refused(refused.refusal());
        }
        if (action instanceof Subscription subscription) {
            for (String uri : subscription.uris()) {
                if (request.method().equals("resources/unsubscribe")) {
                    watch.unfollow(uri);
                } else {
                    Optional<Refusal> refusal = watch.follow(uri);
                    if (refusal.isPresent()) {
                        return new Reply.Refused(refusal.get());
                    }
                }
            }
        }
        return new Reply.Own(Success.of(request.id(), JsonObject.EMPTY));
    }

    private Reply rounds(Running mine, Context context, ClientChannel channel) throws JsonRefused {
        JsonObject envelope = meta;
        for (var member : level.members().entrySet()) {
            envelope = envelope.with(member.getKey(), member.getValue());
        }
        Request next = ModernForm.request(mine.request, envelope);
        for (int round = 0; round <= route.bridge().rounds(); round++) {
            Request judged = next;
            // In the client's era: a method that only the other one has is unknown.
            Action action = route.request(
                    judged, Era.LEGACY, name -> own.tools().find(name, judged, Era.MODERN, context, () -> upstream));
            switch (route.decider().decide(action, judged, context)) {
                case Outcome.Refused refused -> {
                    return new Reply.Refused(refused.refusal());
                }
                case Outcome.Granted granted -> {
                    Permit permit = granted.permit();
                    try {
                        Response response = sent(mine, permit, channel);
                        Reply reply = route.answered(permit, ModernForm.response(judged, response));
                        if (!ModernForm.unfinished(response) || !(reply instanceof Reply.Answered answered)) {
                            return reply;
                        }
                        next = again(mine, judged, answered.release().message(), channel, context);
                    } catch (UpstreamFailure failure) {
                        return new Reply.Refused(route.failed(failure, permit));
                    }
                }
            }
        }
        throw new JsonRefused(Reason.UPSTREAM_PROTOCOL, "The server asks without end.");
    }

    private Response sent(Running mine, Permit permit, ClientChannel channel) throws UpstreamFailure {
        Flights.Flight flight = own.flights().begin(permit, channel);
        try {
            Errand errand = Errand.start(upstream, permit, () -> {});
            mine.errand = errand;
            // INVARIANT: who cancels marks it first; one of the two sides sees the other.
            if (mine.cancelled) {
                errand.cancel();
            }
            Response response = errand.await(LONGEST);
            own.tools().learn(permit, response);
            if (ModernForm.foreign(response)) {
                throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "an answer of an unknown resultType");
            }
            return response;
        } finally {
            mine.errand = null;
            own.flights().end(flight);
            permit.place().close();
        }
    }

    /** The request that goes on where the server left off, once the client has answered. */
    private Request again(Running mine, Request judged, Message asked, ClientChannel channel, Context context)
            throws JsonRefused, UpstreamFailure {
        if (!(asked instanceof Success unfinished) || !CARRYING.contains(judged.method())) {
            throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "input_required where it is not allowed");
        }
        JsonObject params = judged.params().without("inputResponses").without("requestState");
        Json state = unfinished.result().get("requestState");
        params = state == null ? params : params.with("requestState", state);
        JsonObject requests = unfinished.result().object("inputRequests");
        try {
            if (requests == null) {
                Thread.sleep(PAUSE);
            } else {
                params = params.with("inputResponses", interview.ask(mine.request, requests, channel, context));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client went away");
        }
        return Request.of(judged.id(), judged.method(), params);
    }
}
