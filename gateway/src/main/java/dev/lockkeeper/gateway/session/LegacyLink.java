package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A conversation with a legacy server on behalf of a modern client, which has none: introduced with the abilities that
 * the client declares, and used by all its requests that declare the same. Thread-safe.
 */
final class LegacyLink implements AutoCloseable {

    private final Route route;
    private final Upstream upstream;
    private final Request initialize;
    private final ToolLookup tools;
    private final Questions questions;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Following> followings = new CopyOnWriteArrayList<>();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicInteger level = new AtomicInteger(LegacyForm.LEVELS.size());
    private final AtomicBoolean placed = new AtomicBoolean(true);
    private volatile JsonObject introduction = JsonObject.EMPTY;
    private final Context opened;
    private volatile Instant lastUsed;
    private volatile boolean closed;

    private LegacyLink(Route route, Upstream upstream, Request initialize, Context context) {
        this.route = route;
        this.upstream = upstream;
        this.initialize = initialize;
        this.opened = context;
        this.tools = route.tools();
        this.questions = new Questions(route.bridge().parked(), this::forgotten);
        this.lastUsed = route.clock().instant();
    }

    /**
     * Introduces the client to the server.
     *
     * @param initialize as {@link Introduction} leaves it
     * @param ear what listens to the upstream, from now on for this link
     */
    static LegacyLink open(Route route, Upstream upstream, LateListener ear, Request initialize, Context context)
            throws UpstreamFailure, JsonRefused {
        if (!route.links().tryAcquire()) {
            throw new JsonRefused(
                    Reason.SESSION_LIMIT, "Too many conversations with servers are open. Try again later.");
        }
        var link = new LegacyLink(route, upstream, initialize, context);
        boolean introduced = false;
        try {
            ear.to(new LegacyVoice(route, link));
            link.introduce();
            introduced = true;
            return link;
        } finally {
            if (!introduced) {
                link.giveUpPlace();
            }
        }
    }

    private void introduce() throws UpstreamFailure, JsonRefused {
        Context context = opened;
        Response response = route.ask(
                upstream, initialize, Era.LEGACY, context, route.bridge().parked());
        if (!(response instanceof Success success)) {
            throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "initialize was answered with an error");
        }
        introduction = success.result();
        var initialized = Notification.of("notifications/initialized", JsonObject.EMPTY);
        upstream.tell(route.permit(route.notice(initialized), initialized, context));
    }

    Upstream upstream() {
        return upstream;
    }

    ToolLookup tools() {
        return tools;
    }

    Questions questions() {
        return questions;
    }

    List<Call> calls() {
        return calls;
    }

    List<Following> followings() {
        return followings;
    }

    /** What the server said of itself. */
    JsonObject introduction() {
        return introduction;
    }

    JsonObject serverCapabilities() {
        return LegacyForm.object(introduction, "capabilities");
    }

    /** What the server was told that the client can do. */
    JsonObject clientCapabilities() {
        return LegacyForm.object(initialize.params(), "capabilities");
    }

    /** The surroundings of what belongs to no request. */
    Context context() {
        return route.context(opened.client());
    }

    boolean closed() {
        return closed;
    }

    boolean idleSince(Instant then) {
        return lastUsed.isBefore(then) && !busy();
    }

    Instant lastUsed() {
        return lastUsed;
    }

    boolean busy() {
        return !calls.isEmpty() || !followings.isEmpty();
    }

    void used() {
        lastUsed = route.clock().instant();
    }

    JsonNumber nextToken() {
        return JsonNumber.of(tokens.incrementAndGet());
    }

    /** Sends a request on its way; it is over when {@link #end} was called. */
    Call begin(JsonNumber token, Call.Round first) {
        var call = new Call(this, token, first);
        calls.addFirst(call);
        call.start();
        return call;
    }

    /**
     * The call is over.
     *
     * @param answered whether the server ended it; otherwise what it asked meanwhile has no answer either
     */
    void end(Call call, boolean answered) {
        calls.remove(call);
        used();
        for (Question question : questions.leave(call, !answered)) {
            unanswered(question, "the call ended before the client answered");
        }
    }

    /** Brings the server the client's answer, or that it was refused. */
    void answer(Question question, JsonObject result, Context context) {
        Success answer = Success.of(question.theirs(), result);
        switch (route.decider().decide(route.answer(question.method(), answer), answer, context)) {
            case Outcome.Granted granted -> tell(granted.permit());
            case Outcome.Refused refused -> unanswered(question, refused.refusal());
        }
    }

    void unanswered(Question question, String cause) {
        unanswered(
                question,
                route.refuse(Reason.CLIENT_UNREACHABLE, "The client cannot be asked now.", question.method(), cause));
    }

    void unanswered(Question question, Refusal refusal) {
        Response failure = refusal.answer(question.theirs());
        if (route.decider().decide(route.answer(question.method(), failure), failure, context())
                instanceof Outcome.Granted granted) {
            tell(granted.permit());
        }
    }

    void tell(Permit permit) {
        try {
            upstream.tell(permit);
        } catch (UpstreamFailure failure) {
            route.failed(failure, permit);
        }
    }

    /** Sees to it that the server tells what is this urgent; what is less urgent than another wants is left out later. */
    void wantLog(int wanted, Context context) {
        if (wanted < 0 || serverCapabilities().get("logging") == null) {
            return;
        }
        int before = level.getAndAccumulate(wanted, Math::min);
        if (wanted < before) {
            try {
                ask("logging/setLevel", JsonObject.EMPTY.with("level", LegacyForm.LEVELS.get(wanted)), context);
            } catch (JsonRefused | UpstreamFailure e) {
                // A call is worth making without its log; the refusal is on record.
            }
        }
    }

    /** Sends a request of the gateway's own. */
    Response ask(String method, JsonObject params, Context context) throws JsonRefused, UpstreamFailure {
        var id = new RequestId(new JsonString("lockkeeper-" + method));
        return route.ask(
                upstream,
                Request.of(id, method, params),
                Era.LEGACY,
                context,
                route.bridge().parked());
    }

    /** Whether another subscription wants to hear of this resource as well. */
    boolean followedBesides(Following one, String uri) {
        return followings.stream().anyMatch(other -> other != one && other.follows(uri));
    }

    /** The server went away. */
    void lost() {
        closed = true;
        followings.forEach(Following::end);
    }

    @Override
    public void close() {
        lost();
        giveUpPlace();
        upstream.close();
    }

    private void giveUpPlace() {
        if (placed.compareAndSet(true, false)) {
            route.links().release();
        }
    }

    private void forgotten(Question question) {
        unanswered(question, "no call came that could carry the question");
    }

    /** Whether the client declared that it can be asked this. */
    boolean clientCan(Question question) {
        return Introduction.declared(clientCapabilities(), question.method(), question.params());
    }
}
