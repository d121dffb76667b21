package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation with one server: from a message to an action, through the decider, to the upstream, and
 * back. The upstream is opened by the first message that is permitted.
 */
final class Session implements Conversation {

    private final String id;
    private final String route;
    private final Caller caller;
    private final Decider decider;
    private final Connector connector;
    private final Clock clock;
    private final Consumer<Session> onClose;

    private final ActionReader actions;
    private final Flights flights = new Flights();
    private final Listener listener;
    private final ServerVoice voice;
    private final ToolLookup tools;
    private final ReentrantLock opening = new ReentrantLock();

    private volatile @Nullable Upstream upstream;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);
    private volatile Client client = Client.UNKNOWN;
    private volatile Selection selection = Selection.EVERYTHING;
    private volatile Instant lastUsed;

    /** How far a legacy conversation has come. */
    private enum Stage {
        NEW,
        INITIALIZED,
        CLOSED
    }

    Session(
            String id,
            String route,
            Caller caller,
            Decider decider,
            Connector connector,
            Listings listings,
            Consumer<ToolDefinition> listed,
            SessionSettings settings,
            Clock clock,
            Consumer<Session> onClose) {
        this.id = id;
        this.route = route;
        this.caller = caller;
        this.decider = decider;
        this.connector = connector;
        this.clock = clock;
        this.onClose = onClose;
        this.lastUsed = clock.instant();
        this.actions = new ActionReader(route);
        this.listener = new Listener(stateful() ? settings.queued() : 0);
        this.tools = new ToolLookup(route, decider, listings, listed, settings, clock);
        this.voice = new ServerVoice(
                route, decider, actions, flights, listener, tools, this::context, this::close, !stateful());
    }

    @Override
    public String id() {
        return id;
    }

    private boolean stateful() {
        return id.startsWith(Sessions.STATEFUL);
    }

    String route() {
        return route;
    }

    Caller caller() {
        return caller;
    }

    boolean idleSince(Instant then) {
        return lastUsed.isBefore(then) && flights.newest().isEmpty() && !listener.present();
    }

    @Override
    public Reply handle(Message message, TransportMetadata metadata, ClientChannel channel) {
        lastUsed = clock.instant();
        try {
            return switch (message) {
                case Request request -> {
                    Reply reply = request(request, metadata, channel);
                    // The server refused it unread: judged anew by the definition that it has now.
                    yield outdated(request, reply) ? request(request, metadata, channel) : reply;
                }
                case Notification notice -> notice(notice, metadata.selection());
                case Response answer -> answer(answer, metadata.selection());
            };
        } catch (JsonRefused e) {
            return refused(e.reason(), e.getMessage(), message);
        } finally {
            lastUsed = clock.instant();
        }
    }

    @Override
    public void listen(ClientChannel channel) throws InterruptedException {
        listener.drainTo(channel);
    }

    @Override
    public void close() {
        stage.set(Stage.CLOSED);
        onClose.accept(this);
        listener.close();
        Upstream open;
        opening.lock();
        try {
            open = upstream;
            upstream = null;
        } finally {
            opening.unlock();
        }
        if (open != null) {
            open.close();
        }
    }

    private Reply request(Request request, TransportMetadata metadata, ClientChannel channel) throws JsonRefused {
        Era era = ClientProfile.era(request);
        RequestChecks.era(era, connector.era(route));
        if (era == Era.LEGACY && request.method().equals("ping")) {
            return new Reply.Own(Success.of(request.id(), JsonObject.EMPTY));
        }
        boolean initialize = era == Era.LEGACY && request.method().equals("initialize");
        if (era == Era.LEGACY && initialize != (stage.get() == Stage.NEW)) {
            throw new JsonRefused(
                    Reason.SESSION_STATE,
                    initialize ? "This conversation is initialized already." : "Send initialize first.");
        }
        if (flights.has(request.id()) && stateful()) {
            throw new JsonRefused(Reason.MESSAGE_INVALID, "A request with this id still waits for its answer.");
        }
        Selection requested = metadata.selection().and(ClientProfile.selection(request));
        if (initialize) {
            client = ClientProfile.client(request.params().object("clientInfo"));
            selection = requested;
        }
        Context context = new Context(
                caller,
                era == Era.MODERN ? ClientProfile.client(request.meta().object(ClientProfile.CLIENT_KEY)) : client,
                clock.instant(),
                selection.and(requested),
                Set.of(),
                metadata.parameters() == null ? Map.of() : metadata.parameters());
        Request judged = initialize ? Introduction.reduced(request, route, decider, context) : request;
        Action action = actions.request(judged, era, name -> tools.find(name, judged, era, context, this::upstream));
        if (era == Era.MODERN) {
            RequestChecks.repeated(action, metadata);
        }
        Reply reply = switch (decider.decide(action, judged, context)) {
            case Outcome.Refused refused -> new Reply.Refused(refused.refusal());
            case Outcome.Granted granted -> forward(granted.permit(), channel);
        };
        if (initialize
                && reply instanceof Reply.Answered answered
                && answered.release().message() instanceof Success) {
            // Unless the server went away meanwhile.
            stage.compareAndSet(Stage.NEW, Stage.INITIALIZED);
        }
        return reply;
    }

    private boolean outdated(Request request, Reply reply) {
        boolean outdated = request.method().equals("tools/call")
                && reply instanceof Reply.Answered answered
                && answered.release().message() instanceof Failure failure
                && failure.code() == ErrorCode.HEADER_MISMATCH;
        if (outdated) {
            tools.stale();
        }
        return outdated;
    }

    private Reply forward(Permit permit, ClientChannel channel) {
        Flights.Flight flight = flights.begin(permit, channel);
        try {
            Response response = upstream().forward(permit);
            tools.learn(permit, response);
            return switch (decider.release(permit, response)) {
                case ReleaseOutcome.Released released -> new Reply.Answered(released.release());
                case ReleaseOutcome.Withheld withheld -> new Reply.Refused(withheld.refusal());
            };
        } catch (UpstreamFailure failure) {
            return new Reply.Refused(failed(failure, permit));
        } finally {
            flights.end(flight);
        }
    }

    private Reply notice(Notification notice, Selection narrowing) throws JsonRefused {
        // A request that stands alone can only be cancelled; everything else belongs to an initialized conversation.
        boolean early = stage.get() == Stage.NEW && !notice.method().equals("notifications/cancelled");
        if (early || upstream == null) {
            throw new JsonRefused(Reason.SESSION_STATE, "Nothing is under way that this could belong to.");
        }
        Context context = context(narrowing);
        return tell(decider.decide(actions.notice(notice), notice, context));
    }

    private Reply answer(Response answer, Selection narrowing) throws JsonRefused {
        String asked = voice.asked(answer.id());
        if (asked == null) {
            throw new JsonRefused(Reason.MESSAGE_INVALID, "Nothing was asked under the id of this answer.");
        }
        Reply reply = tell(decider.decide(actions.answer(asked, answer), answer, context(narrowing)));
        if (reply instanceof Reply.Refused refused) {
            // The server still waits: it hears that there is no answer, and nothing of the one that was refused.
            voice.unanswered(answer.id(), asked, refused.refusal());
        }
        return reply;
    }

    private Reply tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Refused refused -> {
                return new Reply.Refused(refused.refusal());
            }
            case Outcome.Granted granted -> {
                try {
                    upstream().tell(granted.permit());
                    return Reply.Accepted.ACCEPTED;
                } catch (UpstreamFailure failure) {
                    return new Reply.Refused(failed(failure, granted.permit()));
                }
            }
        }
    }

    private Upstream upstream() throws UpstreamFailure {
        Upstream open = upstream;
        if (open != null) {
            return open;
        }
        opening.lock();
        try {
            if (stage.get() == Stage.CLOSED) {
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the conversation is closed");
            }
            open = upstream;
            if (open == null) {
                open = connector.open(route, voice);
                upstream = open;
                voice.speaksThrough(open);
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private Context context(Selection narrowing) {
        return new Context(caller, client, clock.instant(), selection.and(narrowing), Set.of());
    }

    private Context context() {
        return context(Selection.EVERYTHING);
    }

    private Refusal failed(UpstreamFailure failure, Permit permit) {
        return decider.refuse(
                failure.reason(),
                FailureText.of(failure),
                circumstances(permit.action().method())
                        .with("decision", permit.reference())
                        .with("cause", String.valueOf(failure.getMessage())));
    }

    private Reply refused(Reason reason, @Nullable String message, Message about) {
        String method = switch (about) {
            case Request request -> request.method();
            case Notification notice -> notice.method();
            case Success success -> "";
            case Failure failure -> "";
        };
        return new Reply.Refused(decider.refuse(reason, String.valueOf(message), circumstances(method)));
    }

    private JsonObject circumstances(String method) {
        return JsonObject.EMPTY
                .with("caller", caller.key())
                .with("server", route)
                .with("method", method);
    }
}
