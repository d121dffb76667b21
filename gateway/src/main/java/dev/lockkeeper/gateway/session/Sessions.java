package dev.lockkeeper.gateway.session;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All conversations of the gateway. A conversation belongs to the caller and the route it was opened for; to anybody
 * else, and on any other route, it does not exist.
 */
public final class Sessions implements Conversations, AutoCloseable {

    /** How the id of a conversation with one client at its other end begins. */
    static final String STATEFUL = "s-";

    private static final String STATELESS = "r-";

    private final Decider decider;
    private final Connector connector;
    private final SessionSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Listings listings = new Listings();
    private final TaskRegistry tasks;
    private final StateSeal seal = StateSeal.ofThisProcess();
    private final Consumer<ToolDefinition> listed;
    private final BridgeSettings bridge;
    private final Eras eras;
    private final QuestionIds questions = new QuestionIds();
    private final Semaphore links;
    private final Map<String, Session> sessions = new HashMap<>();
    private boolean closed;

    /** @param listed told of each tool definition that was not seen before; may not block */
    public Sessions(
            Decider decider,
            Connector connector,
            SessionSettings settings,
            Clock clock,
            Consumer<ToolDefinition> listed) {
        this(decider, connector, settings, BridgeSettings.DEFAULT, clock, listed);
    }

    Sessions(
            Decider decider,
            Connector connector,
            SessionSettings settings,
            BridgeSettings bridge,
            Clock clock,
            Consumer<ToolDefinition> listed) {
        this.bridge = bridge;
        this.links = new Semaphore(settings.total());
        this.connector = new Unhurried(connector, this::undelivered);
        this.eras = new Eras(this.connector);
        this.listed = listed;
        this.decider = decider;
        this.settings = settings;
        this.clock = clock;
        this.tasks = new TaskRegistry(clock);
    }

    @Override
    public boolean serves(String route) {
        return connector.knows(route);
    }

    @Override
    public Conversation open(Caller caller, String route) throws ConversationRefused {
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        return add(STATEFUL + Base64.getUrlEncoder().withoutPadding().encodeToString(secret), caller, route);
    }

    @Override
    public Optional<Conversation> find(Caller caller, String route, String id) {
        Session found;
        synchronized (sessions) {
            found = id.startsWith(STATEFUL) ? sessions.get(id) : null;
        }
        // INVARIANT: bound to caller and route, so that no session is replayed under another policy.
        return found != null
                        && found.caller().key().equals(caller.key())
                        && found.route().equals(route)
                ? Optional.of(found)
                : Optional.empty();
    }

    @Override
    public Conversation stateless(Caller caller, String route) throws ConversationRefused {
        String id = STATELESS + route + " " + caller.key();
        synchronized (sessions) {
            Session found = sessions.get(id);
            if (found != null) {
                found.use();
                return found;
            }
        }
        return add(id, caller, route);
    }

    /** Closes what was idle for too long. Call it now and then. */
    public void sweep() {
        Instant since = clock.instant().minus(settings.idle());
        List<Session> idle = new ArrayList<>();
        List<Session> rest;
        synchronized (sessions) {
            sessions.values().removeIf(session -> session.idleSince(since) && idle.add(session));
            rest = List.copyOf(sessions.values());
        }
        idle.forEach(Session::close);
        rest.forEach(session -> session.sweep(since));
    }

    @Override
    public void close() {
        List<Session> all;
        synchronized (sessions) {
            closed = true;
            all = List.copyOf(sessions.values());
            sessions.clear();
        }
        all.forEach(Session::close);
    }

    private Session add(String id, Caller caller, String route) throws ConversationRefused {
        sweep();
        login(caller, route);
        Session unused;
        Session added = null;
        synchronized (sessions) {
            Session found = sessions.get(id);
            if (found != null) {
                return found;
            }
            unused = makeRoom(caller);
            if (!closed && own(caller).size() < settings.perCaller() && sessions.size() < settings.total()) {
                added = new Session(id, way(caller, route), this::forget);
                sessions.put(id, added);
            }
        }
        if (unused != null) {
            unused.close();
        }
        if (added == null) {
            throw new ConversationRefused(decider.refuse(
                    Reason.SESSION_LIMIT,
                    "Too many conversations are open. Close some, or try again later.",
                    JsonObject.EMPTY.with("caller", caller.key()).with("server", route)));
        }
        return added;
    }

    private List<Session> own(Caller caller) {
        return sessions.values().stream()
                .filter(session -> session.caller().key().equals(caller.key()))
                .toList();
    }

    /**
     * Many clients leave without ending their session. Where their caller has no place left, the one of its own
     * conversations that was unused for longest goes; a client that comes back to a session begins again.
     */
    private @Nullable Session makeRoom(Caller caller) {
        List<Session> own = own(caller);
        Session longest = null;
        Instant since = Instant.MAX;
        for (Session session : own.size() < settings.perCaller() ? List.<Session>of() : own) {
            Instant unused = session.unusedSince().orElse(Instant.MAX);
            if (unused.isBefore(since)) {
                longest = session;
                since = unused;
            }
        }
        return longest == null ? null : sessions.remove(longest.id());
    }

    private Route way(Caller caller, String route) {
        return new Route(
                route, caller, decider, connector, eras, questions, links, listings, listed, tasks, seal, settings,
                bridge, clock);
    }

    // INVARIANT: nobody converses whose coming is not on record.
    private void login(Caller caller, String route) throws ConversationRefused {
        try {
            decider.note("login", JsonObject.EMPTY.with("caller", caller.key()).with("server", route));
        } catch (JournalUnavailable e) {
            throw new ConversationRefused(new Refusal(
                    Reason.JOURNAL_UNAVAILABLE, "The journal cannot be written, so nothing is permitted.", ""));
        }
    }

    private void undelivered(Permit permit, UpstreamFailure failure) {
        decider.refuse(
                failure.reason(),
                FailureText.of(failure),
                JsonObject.EMPTY
                        .with("caller", permit.context().caller().key())
                        .with("server", permit.action().server())
                        .with("method", permit.action().method())
                        .with("decision", permit.reference())
                        .with("cause", String.valueOf(failure.getMessage())));
    }

    private void forget(Session session) {
        synchronized (sessions) {
            sessions.remove(session.id(), session);
        }
    }
}
