package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** All conversations with single servers. Thread-safe. */
public final class Sessions implements Conversations, AutoCloseable {

    private final Decider decider;
    private final Connector connector;
    private final SessionSettings settings;
    private final Clock clock;
    private final Listings listings = new Listings();
    private final TaskRegistry tasks;
    private final StateSeal seal = StateSeal.ofThisProcess();
    private final Consumer<ToolDefinition> listed;
    private final BridgeSettings bridge;
    private final Eras eras;
    private final QuestionIds questions = new QuestionIds();
    private final Semaphore links;
    private final OpenConversations<Session> open;

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
        this.open = new OpenConversations<>(
                decider, new OpenConversations.Bounds(settings.perCaller(), settings.total(), settings.idle()), clock);
    }

    @Override
    public boolean serves(String route) {
        return connector.knows(route);
    }

    @Override
    public Conversation open(Caller caller, String route) throws ConversationRefused {
        return open.open(caller, route, id -> session(id, caller, route));
    }

    @Override
    public Optional<Conversation> find(Caller caller, String route, String id) {
        return open.find(caller, route, id).map(session -> session);
    }

    @Override
    public Conversation stateless(Caller caller, String route) throws ConversationRefused {
        return open.stateless(caller, route, id -> session(id, caller, route));
    }

    /** Closes what was idle for too long, and waits for it. Call it now and then. */
    public void sweep() {
        open.sweep();
    }

    @Override
    public void close() {
        open.close();
    }

    private Session session(String id, Caller caller, String route) {
        var way = new Route(
                route, caller, decider, connector, eras, questions, links, listings, listed, tasks, seal, settings,
                bridge, clock);
        return new Session(id, way, open::forget);
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
}
