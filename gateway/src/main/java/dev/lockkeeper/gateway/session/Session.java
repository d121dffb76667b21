package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation with one server: from a message to an action, through the decider, to the upstream, and
 * back. The upstream is opened by the first message that is permitted.
 */
final class Session implements OpenConversations.Kept {

    /** What only reads, so that it may be sent twice. */
    private static final Set<String> READING = Set.of(
            "server/discover",
            "tools/list",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "completion/complete",
            "subscriptions/listen");

    private final String id;
    private final String route;
    private final Caller caller;
    private final Decider decider;
    private final Clock clock;
    private final Consumer<Session> onClose;

    private final Route way;
    private final Lazy<LegacyBridge> toLegacy;
    private final Meeting meeting;
    private final SessionActions actions;
    private final Flights flights = new Flights();
    private final Listener listener;
    private final ServerVoice voice;
    private final ToolLookup tools;
    private final OwnUpstream upstream;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);
    private volatile Client client = Client.UNKNOWN;
    private volatile Selection selection = Selection.EVERYTHING;
    private volatile @Nullable ProtocolVersion version;
    private volatile Instant lastUsed;

    /** How far a legacy conversation has come. */
    private enum Stage {
        NEW,
        INITIALIZING,
        INITIALIZED,
        CLOSED
    }

    Session(String id, Route way, Consumer<Session> onClose) {
        this.id = id;
        this.way = way;
        this.route = way.server();
        this.caller = way.caller();
        this.decider = way.decider();
        this.clock = way.clock();
        this.onClose = onClose;
        this.lastUsed = clock.instant();
        this.actions = way.actions();
        this.listener = new Listener(stateful() ? way.settings().queued() : 0);
        this.tools = way.tools();
        this.toLegacy = new Lazy<>(() -> new LegacyBridge(way));
        this.voice = new ServerVoice(
                route, way.ids(), decider, actions, flights, listener, tools, this::context, this::lost, !stateful());
        this.upstream = new OwnUpstream(way, voice);
        this.meeting =
                new Meeting(way, new Fittings(tools, flights, listener, voice, this::context), upstream, toLegacy);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<ProtocolVersion> version() {
        return Optional.ofNullable(version);
    }

    private boolean stateful() {
        return OpenConversations.stateful(id);
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    private boolean busy() {
        ModernBridge across = meeting.toModern();
        return flights.newest().isPresent() || listener.present() || bridged() || across != null && across.busy();
    }

    private boolean bridged() {
        LegacyBridge bridge = toLegacy.made();
        return bridge != null && bridge.busy();
    }

    @Override
    public void use() {
        lastUsed = clock.instant();
    }

    @Override
    public boolean begun() {
        return stage.get() == (stateful() ? Stage.INITIALIZED : Stage.NEW);
    }

    @Override
    public Optional<Instant> unusedSince() {
        return busy() ? Optional.empty() : Optional.of(lastUsed);
    }

    @Override
    public void sweep(Instant since) {
        LegacyBridge bridge = toLegacy.made();
        if (bridge != null) {
            bridge.links().sweep(since);
        }
    }

    @Override
    public Reply handle(Message message, TransportMetadata metadata, ClientChannel channel) {
        lastUsed = clock.instant();
        try {
            return switch (message) {
                case Request request -> request(request, metadata, channel);
                case Notification notice -> notice(notice, metadata.selection());
                case Response answer -> answer(answer, metadata.selection());
            };
        } catch (JsonRefused e) {
            return refused(e.reason(), e.getMessage(), message);
        } catch (UpstreamFailure e) {
            return new Reply.Refused(way.failed(e, method(message)));
        } finally {
            lastUsed = clock.instant();
        }
    }

    @Override
    public Listening listen(ClientChannel channel) {
        return listener.listen(channel);
    }

    @Override
    public void close() {
        stage.set(Stage.CLOSED);
        onClose.accept(this);
        listener.close();
        // INVARIANT: a bridge that is made from now on is closed.
        toLegacy.get().close();
        ModernBridge across = meeting.toModern();
        if (across != null) {
            across.close();
        }
        upstream.shut();
    }

    /** The server went away: with it the conversation, unless no client was introduced on it. */
    private void lost() {
        if (upstream.renew()) {
            tools.stale();
        } else {
            close();
        }
    }

    private Reply request(Request request, TransportMetadata metadata, ClientChannel channel)
            throws JsonRefused, UpstreamFailure {
        Era era = ClientProfile.era(request);
        if (era == Era.LEGACY && request.method().equals("ping")) {
            return new Reply.Own(Success.of(request.id(), JsonObject.EMPTY));
        }
        if (era == Era.MODERN) {
            RequestChecks.declared(request);
        }
        boolean initialize = era == Era.LEGACY && request.method().equals("initialize");
        if (era == Era.LEGACY && initialize != before(Stage.INITIALIZED)) {
            throw wrongStage(initialize);
        }
        ModernBridge across = meeting.toModern();
        if (stateful() && waits(request, across)) {
            throw new JsonRefused(Reason.MESSAGE_INVALID, "A request with this id still waits for its answer.");
        }
        if (initialize) {
            return initialize(request, metadata, channel);
        }
        Context context = context(request, era, metadata);
        if (era == Era.LEGACY) {
            return across == null
                    ? exchange(request, era, metadata, context, channel)
                    : across.request(request, context, channel);
        }
        if (meeting.asksByItself()) {
            return first(request, metadata, context, channel);
        }
        if (!meeting.modern(request, context)) {
            return toLegacy.get().request(request, context, metadata, channel);
        }
        Reply reply = exchange(request, era, metadata, context, channel);
        // The server refused it unread: judged anew by the definition that it has now.
        return outdated(request, reply)
                ? exchange(request, era, metadata, context(request, era, metadata), channel)
                : reply;
    }

    /**
     * The first modern request to a server at a URL is itself the question in which era it meets it (MCP 2026-07-28,
     * "Streamable HTTP", section "Backward Compatibility").
     */
    private Reply first(Request request, TransportMetadata metadata, Context context, ClientChannel channel)
            throws JsonRefused, UpstreamFailure {
        Reply reply;
        // INVARIANT: what may have reached a server and changed something there is not sent again, whatever came back.
        boolean again = READING.contains(request.method());
        try {
            reply = exchange(request, Era.MODERN, metadata, context, channel);
        } catch (JsonRefused e) {
            if (e.reason() != Reason.TOOL_UNKNOWN && e.reason() != Reason.UPSTREAM_PROTOCOL) {
                throw e;
            }
            reply = refused(e.reason(), e.getMessage(), request);
            // Its tool was not found, so that nothing was called.
            again = true;
        }
        if (!meeting.mayBeLegacy(reply)) {
            return reply;
        }
        boolean modern;
        try {
            modern = meeting.modern(request, context);
        } catch (UpstreamFailure failure) {
            // It speaks neither era as it should: what it said to the client's own request stands.
            return reply;
        }
        return modern || !again ? reply : toLegacy.get().request(request, context, metadata, channel);
    }

    private boolean before(Stage reached) {
        return stage.get().compareTo(reached) < 0;
    }

    private static JsonRefused wrongStage(boolean initialize) {
        return new JsonRefused(
                Reason.SESSION_STATE,
                initialize ? "This conversation is initialized already." : "Send initialize first.");
    }

    private Context context(Request request, Era era, TransportMetadata metadata) throws JsonRefused {
        return new Context(
                caller,
                era == Era.MODERN ? ClientProfile.client(request.meta().object(ClientProfile.CLIENT_KEY)) : client,
                clock.instant(),
                selection.and(metadata.selection()).and(ClientProfile.selection(request)),
                Set.of(),
                metadata.parameters() == null ? Map.of() : metadata.parameters());
    }

    private boolean waits(Request request, @Nullable ModernBridge across) {
        LegacyBridge bridge = toLegacy.made();
        return flights.has(request.id())
                || bridge != null && bridge.has(request.id())
                || across != null && across.has(request.id());
    }

    /** A request to a server of its own era. */
    private Reply exchange(Request asked, Era era, TransportMetadata metadata, Context context, ClientChannel channel)
            throws JsonRefused {
        Request request = way.seal().opened(asked, caller.key(), route);
        Action action = actions.request(request, era, name -> {
            ToolDefinition tool = tools.find(name, request, era, context, upstream::get);
            return metadata.tasks() ? tool : tool.withoutTask();
        });
        if (era == Era.MODERN) {
            RequestChecks.repeated(action, metadata);
        }
        return switch (decider.decide(action, request, context)) {
            case Outcome.Refused refused -> new Reply.Refused(refused.refusal());
            case Outcome.Granted granted -> forward(granted.permit(), channel);
        };
    }

    private Reply initialize(Request request, TransportMetadata metadata, ClientChannel channel)
            throws JsonRefused, UpstreamFailure {
        // INVARIANT: of two that come at once, one reaches the server.
        if (!stage.compareAndSet(Stage.NEW, Stage.INITIALIZING)) {
            throw wrongStage(true);
        }
        boolean agreed = false;
        try {
            client = ClientProfile.client(request.params().object("clientInfo"));
            selection = metadata.selection().and(ClientProfile.selection(request));
            Context context = context(request, Era.LEGACY, metadata);
            Request initialize = Introduction.reduced(request, route, decider, context);
            Reply reply = meeting.initialize(
                    initialize,
                    context,
                    () -> exchange(initialize, Era.LEGACY, TransportMetadata.NONE, context, channel));
            Optional<ProtocolVersion> spoken = Meeting.agreed(reply);
            version = spoken.orElse(null);
            agreed = spoken.isPresent();
            // INVARIANT: an upstream that nobody was introduced to never follows one that somebody was.
            if (agreed && !upstream.settle()) {
                close();
            }
            return reply;
        } finally {
            // Unless the server went away meanwhile.
            stage.compareAndSet(Stage.INITIALIZING, agreed ? Stage.INITIALIZED : Stage.NEW);
        }
    }

    /**
     * Whether the server refused a call unread because of its headers. INVARIANT: only a modern server at a URL says
     * that with this code; of any other it is an error of its own, and the call may have been carried out.
     */
    private boolean outdated(Request request, Reply reply) {
        boolean outdated = request.method().equals("tools/call")
                && way.connector().remote(route)
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
            Response response = upstream.get().forward(permit);
            tools.learn(permit, response);
            if (permit.action().method().equals("server/discover") && Probe.denies(response)) {
                way.eras().forget(route);
            }
            Reply reply =
                    way.answered(permit, way.seal().sealed(response, (Request) permit.message(), caller.key(), route));
            if (reply instanceof Reply.Answered answered) {
                actions.learn(permit, answered.release());
            }
            return reply;
        } catch (UpstreamFailure failure) {
            if (failure.reason() == Reason.UPSTREAM_PROTOCOL) {
                way.eras().forget(route);
            }
            return new Reply.Refused(way.failed(failure, permit));
        } finally {
            flights.end(flight);
            permit.place().close();
        }
    }

    private Reply notice(Notification notice, Selection narrowing) throws JsonRefused {
        // A request that stands alone can only be cancelled; everything else belongs to an initialized conversation.
        boolean cancels = notice.method().equals("notifications/cancelled");
        boolean early = before(Stage.INITIALIZED) && !cancels;
        if (early || !upstream.isOpen() && !bridged()) {
            throw new JsonRefused(Reason.SESSION_STATE, "Nothing is under way that this could belong to.");
        }
        Outcome outcome = decider.decide(actions.notice(notice), notice, context(narrowing));
        ModernBridge across = meeting.toModern();
        if (outcome instanceof Outcome.Granted) {
            LegacyBridge bridge = toLegacy.made();
            boolean cancelled =
                    cancels && bridge != null && bridge.cancel(notice.params().get("requestId"));
            if (cancelled || cancels && !upstream.isOpen()) {
                return Reply.Accepted.ACCEPTED;
            }
            if (across != null) {
                across.notice(notice);
                return Reply.Accepted.ACCEPTED;
            }
        }
        return tell(outcome);
    }

    private Reply answer(Response answer, Selection narrowing) throws JsonRefused {
        ModernBridge across = meeting.toModern();
        if (across != null) {
            return across.answered(answer, context(narrowing)).orElseThrow(Session::unasked);
        }
        ServerVoice.Asked asked = voice.asked(answer.id());
        if (asked == null) {
            throw unasked();
        }
        Response theirs = asked.answered(answer);
        Reply reply = tell(decider.decide(actions.answer(asked.method(), answer), theirs, context(narrowing)));
        if (reply instanceof Reply.Refused refused) {
            // The server still waits: it hears that there is no answer, and nothing of the one that was refused.
            voice.unanswered(asked.theirs(), asked.method(), refused.refusal());
        }
        return reply;
    }

    private static JsonRefused unasked() {
        return new JsonRefused(Reason.MESSAGE_INVALID, "Nothing was asked under the id of this answer.");
    }

    private Reply tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Refused refused -> {
                return new Reply.Refused(refused.refusal());
            }
            case Outcome.Granted granted -> {
                try {
                    upstream.get().tell(granted.permit());
                    return Reply.Accepted.ACCEPTED;
                } catch (UpstreamFailure failure) {
                    return new Reply.Refused(way.failed(failure, granted.permit()));
                }
            }
        }
    }

    private Context context(Selection narrowing) {
        return new Context(caller, client, clock.instant(), selection.and(narrowing), Set.of());
    }

    private Context context() {
        return context(Selection.EVERYTHING);
    }

    private Reply refused(Reason reason, @Nullable String message, Message about) {
        return new Reply.Refused(decider.refuse(reason, String.valueOf(message), way.circumstances(method(about))));
    }

    private static String method(Message message) {
        return switch (message) {
            case Request request -> request.method();
            case Notification notice -> notice.method();
            case Response response -> "";
        };
    }
}
