package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.ClientProfile;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.OpenConversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation with all servers: it finds the server that a message concerns and hands it to the
 * conversation with that server, where it is judged. What the gateway answers itself is made of nothing but what was
 * released there.
 */
final class Combined implements OpenConversations.Kept {

    private static final List<String> NAME = List.of("params", "name");
    private static final List<String> REFERENCE = List.of("params", "ref", "name");
    private static final List<String> SELECT = List.of("params", "_meta", ClientProfile.SELECT_KEY);
    private static final String CANCELLED = "The request was cancelled.";

    private final String id;
    private final Caller caller;
    private final Members members;
    private final Resources resources;
    private final Subscriptions subscriptions;
    private final Neighbours neighbours;
    private final Questions questions = new Questions();
    private final Decider decider;
    private final CombinedSettings settings;
    private final Clock clock;
    private final Consumer<Combined> onClose;
    private final Flights flights;
    private final AtomicReference<@Nullable Greeting> greeting = new AtomicReference<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile @Nullable ClientChannel listening;
    private volatile Instant lastUsed;

    Combined(
            String id,
            Caller caller,
            Members members,
            Decider decider,
            CombinedSettings settings,
            Clock clock,
            Consumer<Combined> onClose) {
        this.id = id;
        this.caller = caller;
        this.flights = new Flights(OpenConversations.stateful(id));
        this.members = members;
        this.decider = decider;
        this.settings = settings;
        this.clock = clock;
        this.onClose = onClose;
        this.lastUsed = clock.instant();
        this.neighbours = new Neighbours(members, decider, caller, clock);
        this.resources = new Resources(members, decider, caller, settings.patience(), clock);
        this.subscriptions = new Subscriptions(members, resources, decider, caller, settings.patience(), clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<ProtocolVersion> version() {
        Greeting begun = greeting.get();
        return begun == null ? Optional.empty() : Optional.of(Introduction.spoken(begun.params()));
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public String route() {
        return Conversations.ALL;
    }

    @Override
    public void use() {
        lastUsed = clock.instant();
    }

    @Override
    public boolean begun() {
        return !OpenConversations.stateful(id) || greeting.get() != null;
    }

    @Override
    public Optional<Instant> unusedSince() {
        return underWay.get() > 0 || listening != null ? Optional.empty() : Optional.of(lastUsed);
    }

    @Override
    public Reply handle(Message message, TransportMetadata metadata, ClientChannel channel) {
        underWay.incrementAndGet();
        try {
            return switch (message) {
                case Request request -> request(request, metadata, channel);
                case Notification notice -> notice(notice, metadata);
                case Response answer -> answer(answer, metadata);
            };
        } catch (JsonRefused e) {
            return refused(e.reason(), String.valueOf(e.getMessage()), message);
        } catch (Unavailable e) {
            return new Reply.Refused(e.refusal());
        } catch (CancellationException e) {
            return refused(Reason.UPSTREAM_CANCELLED, CANCELLED, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(Reason.UPSTREAM_CANCELLED, CANCELLED, message);
        } finally {
            use();
            underWay.decrementAndGet();
        }
    }

    @Override
    public synchronized Listening listen(ClientChannel channel) {
        ClientChannel before = listening;
        listening = channel;
        // One server's end is not the end of the rest, so that the ends are not handed on.
        members.listen(member -> through(member, channel));
        if (before != null) {
            end(before);
        }
        return () -> stopListening(channel);
    }

    @Override
    public void close() {
        onClose.accept(this);
        members.close();
        synchronized (this) {
            if (listening != null) {
                stopListening(listening);
            }
        }
    }

    private synchronized void stopListening(ClientChannel channel) {
        if (channel.equals(listening)) {
            listening = null;
            members.listen(null);
            end(channel);
        }
    }

    // Apart, since who stops listening may not wait, and the client may not read.
    private static void end(ClientChannel channel) {
        Thread.ofVirtual().name("listener-end").start(channel::end);
    }

    private ClientChannel through(Member member, ClientChannel channel) {
        return new ClientChannel() {
            @Override
            public void send(Release release) throws IOException {
                heard(member, release);
                channel.send(release);
            }

            @Override
            public void begin() {
                channel.begin();
            }

            @Override
            public void part() {
                channel.part();
            }
        };
    }

    private Reply request(Request request, TransportMetadata metadata, ClientChannel channel)
            throws JsonRefused, Unavailable, InterruptedException {
        Era era = ClientProfile.era(request);
        TransportMetadata narrowed = metadata.and(ClientProfile.selection(request));
        Request asked =
                Taskless.of(request.meta().get(ClientProfile.SELECT_KEY) == null ? request : withoutSelection(request));
        if (era == Era.MODERN) {
            return asked.method().equals("server/discover")
                    ? own(asked, Introduction.discovered(settings.implementation()))
                    : any(asked, new Asking(era, narrowed, channel, null));
        }
        if (asked.method().equals("ping")) {
            return own(asked, JsonObject.EMPTY);
        }
        if (asked.method().equals("initialize")) {
            JsonObject answer = Introduction.initialized(asked.params(), settings.implementation());
            if (!greeting.compareAndSet(null, Greeting.of(asked.params(), narrowed))) {
                throw new JsonRefused(Reason.SESSION_STATE, "This conversation is initialized already.");
            }
            return own(asked, answer);
        }
        Greeting begun = greeting.get();
        if (begun == null) {
            throw new JsonRefused(Reason.SESSION_STATE, "Send initialize first.");
        }
        return any(asked, new Asking(era, narrowed.and(begun.metadata().selection()), channel, begun));
    }

    private Reply any(Request request, Asking asking) throws JsonRefused, Unavailable, InterruptedException {
        return switch (request.method()) {
            case "tools/list" -> list(Listing.Kind.TOOLS, request, asking);
            case "prompts/list" -> list(Listing.Kind.PROMPTS, request, asking);
            case "resources/list" -> list(Listing.Kind.RESOURCES, request, asking);
            case "resources/templates/list" -> list(Listing.Kind.TEMPLATES, request, asking);
            case "tools/call" -> named(request, request.params(), "name", NAME, asking, Reason.TOOL_UNKNOWN);
            case "prompts/get" -> named(request, request.params(), "name", NAME, asking, Reason.PARAMS_INVALID);
            case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
                ask(resources.owner(text(request.params(), "uri"), request, asking), request, asking);
            case "completion/complete" -> complete(request, asking);
            case "logging/setLevel" -> level(request, asking);
            case "subscriptions/listen" ->
                asking.era() == Era.MODERN
                        ? flights.atAll(request, () -> subscriptions.listen(request, asking))
                        : unknown(request);
            default -> unknown(request);
        };
    }

    private Reply unknown(Request request) {
        return refused(
                Reason.METHOD_UNKNOWN,
                "This method cannot be sent to all servers at once; use the path of the server.",
                request);
    }

    private Reply list(Listing.Kind kind, Request request, Asking asking) throws JsonRefused, InterruptedException {
        if (request.params().get("cursor") != null) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "All entries are on one page; leave cursor out.");
        }
        return flights.atAll(request, () -> {
            List<Listed> lists = members.list(kind, asking.carried(request), asking, settings.patience());
            return own(request, Catalogue.merged(kind, lists, asking.era()));
        });
    }

    private Reply complete(Request request, Asking asking) throws JsonRefused, Unavailable, InterruptedException {
        JsonObject reference = request.params().object("ref");
        if (reference == null) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "completion/complete needs the objects ref and argument.");
        }
        return "ref/prompt".equals(reference.string("type"))
                ? named(request, reference, "name", REFERENCE, asking, Reason.PARAMS_INVALID)
                : ask(resources.owner(text(reference, "uri"), request, asking), request, asking);
    }

    /** Hands on what names a tool or a prompt, under the name that its server knows. */
    private Reply named(
            Request request, JsonObject holder, String member, List<String> path, Asking asking, Reason otherwise)
            throws JsonRefused, Unavailable {
        VisibleName name = VisibleName.of(text(holder, member)).orElse(null);
        Member owner = name == null ? null : members.named(name.server());
        if (name == null || owner == null) {
            throw new JsonRefused(
                    otherwise, neighbours.sentence(asking.metadata().selection()));
        }
        var own = new JsonString(name.name());
        JsonObject renamed = holder.with(member, own);
        JsonObject params = path.size() == 2 ? renamed : request.params().with(path.get(1), renamed);
        var there = new Request(request.id(), request.method(), params, WireEdit.replace(request.wire(), path, own));
        return ask(owner, there, asking);
    }

    private Reply ask(Member owner, Request request, Asking asking) throws JsonRefused, Unavailable {
        return flights.at(owner, request, asking.through(through(owner, asking.channel())));
    }

    private Reply level(Request request, Asking asking) throws JsonRefused, InterruptedException {
        Greeting begun = asking.greeting();
        if (begun == null) {
            return unknown(request);
        }
        Greeting leveled = begun.withLevel(request.params());
        greeting.set(leveled);
        Members.each(members.known(), settings.patience(), member -> member.tell(request, asking));
        return own(request, JsonObject.EMPTY);
    }

    private Reply notice(Notification notice, TransportMetadata metadata) throws JsonRefused {
        return switch (notice.method()) {
            case "notifications/initialized" -> Reply.Accepted.ACCEPTED;
            case "notifications/roots/list_changed" -> {
                members.known().forEach(member -> member.tell(notice, metadata));
                yield Reply.Accepted.ACCEPTED;
            }
            case "notifications/cancelled" -> flights.cancel(notice, metadata);
            case "notifications/progress" ->
                told(tell(questions.withToken(notice.params().get("progressToken")), notice, metadata));
            default -> refused(Reason.METHOD_UNKNOWN, "This notification is not known.", notice);
        };
    }

    private Reply answer(Response answer, TransportMetadata metadata) throws JsonRefused {
        return told(tell(questions.answered(answer.id()), answer, metadata));
    }

    private static Optional<Reply> tell(@Nullable Member member, Message message, TransportMetadata metadata) {
        return member == null ? Optional.empty() : member.tell(message, metadata);
    }

    private static Reply told(Optional<Reply> reply) throws JsonRefused {
        return reply.orElseThrow(
                () -> new JsonRefused(Reason.MESSAGE_INVALID, "Nothing is under way that this could belong to."));
    }

    /** Notes what matters here of what goes to the client. */
    private void heard(Member from, Release release) throws IOException {
        if (release.message() instanceof Request question) {
            questions.asked(question, from);
        } else if (release.message() instanceof Notification notice
                && notice.method().equals("notifications/resources/list_changed")) {
            resources.stale();
        }
    }

    private static Reply own(Request request, JsonObject result) {
        return new Reply.Own(Success.of(request.id(), result));
    }

    private static Request withoutSelection(Request request) {
        JsonObject meta = request.meta().without(ClientProfile.SELECT_KEY);
        return new Request(
                request.id(),
                request.method(),
                request.params().with("_meta", meta),
                WireEdit.remove(request.wire(), SELECT));
    }

    static String text(JsonObject params, String member) throws JsonRefused {
        String text = params.string(member);
        if (text == null || text.isEmpty()) {
            throw new JsonRefused(
                    Reason.PARAMS_INVALID, "The member " + member + " must be a string that is not empty.");
        }
        return text;
    }

    private Reply refused(Reason reason, String message, Message about) {
        String method = switch (about) {
            case Request request -> request.method();
            case Notification notice -> notice.method();
            case Response response -> "";
        };
        return new Reply.Refused(decider.refuse(
                reason, message, JsonObject.EMPTY.with("caller", caller.key()).with("method", method)));
    }
}
