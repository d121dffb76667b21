package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.OpenConversations;
import dev.lockkeeper.guard.Caller;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The conversations with single servers, and those with all of them at once on the route {@link #ALL}.
 * Thread-safe.
 */
public final class CombinedConversations implements Conversations, AutoCloseable {

    private final Conversations each;
    private final Supplier<Set<String>> configured;
    private final Decider decider;
    private final CombinedSettings settings;
    private final Clock clock;
    private final OpenConversations<Combined> open;

    /**
     * @param each the conversations with single servers
     * @param configured the names of the servers at the moment, in their order
     */
    public CombinedConversations(
            Conversations each,
            Supplier<Set<String>> configured,
            Decider decider,
            CombinedSettings settings,
            Clock clock) {
        this.each = each;
        this.configured = configured;
        this.decider = decider;
        this.settings = settings;
        this.clock = clock;
        this.open = new OpenConversations<>(
                decider, new OpenConversations.Bounds(settings.perCaller(), settings.total(), settings.idle()), clock);
    }

    @Override
    public boolean serves(String route) {
        return route.equals(ALL) || each.serves(route);
    }

    @Override
    public Conversation open(Caller caller, String route) throws ConversationRefused {
        return route.equals(ALL) ? open.open(caller, ALL, id -> combined(id, caller)) : each.open(caller, route);
    }

    @Override
    public Optional<Conversation> find(Caller caller, String route, String id) {
        return route.equals(ALL) ? open.find(caller, ALL, id).map(combined -> combined) : each.find(caller, route, id);
    }

    @Override
    public Conversation stateless(Caller caller, String route) throws ConversationRefused {
        return route.equals(ALL)
                ? open.stateless(caller, ALL, id -> combined(id, caller))
                : each.stateless(caller, route);
    }

    /** Closes what was idle for too long, and waits for it; conversations with single servers are not its own. */
    public void sweep() {
        open.sweep();
    }

    /** Ends the conversations with all servers; those with single ones are not its own. */
    @Override
    public void close() {
        open.close();
    }

    private Combined combined(String id, Caller caller) {
        var members = new Members(caller, each, decider, configured);
        return new Combined(id, caller, members, decider, settings, clock, open::forget);
    }
}
