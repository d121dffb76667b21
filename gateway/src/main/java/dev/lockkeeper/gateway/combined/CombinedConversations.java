package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
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
import java.util.Set;
import java.util.function.Supplier;

/**
 * The conversations with single servers, and those with all of them at once on the route {@link #ALL}. A conversation
 * belongs to the caller that it was opened for; to anybody else it does not exist. Thread-safe.
 */
public final class CombinedConversations implements Conversations, AutoCloseable {

    private static final String STATEFUL = "a-";
    private static final String STATELESS = "b-";

    private final Conversations each;
    private final Supplier<Set<String>> configured;
    private final Decider decider;
    private final CombinedSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Combined> open = new HashMap<>();
    private boolean closed;

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
    }

    @Override
    public boolean serves(String route) {
        return route.equals(ALL) || each.serves(route);
    }

    @Override
    public Conversation open(Caller caller, String route) throws ConversationRefused {
        if (!route.equals(ALL)) {
            return each.open(caller, route);
        }
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        return add(STATEFUL + Base64.getUrlEncoder().withoutPadding().encodeToString(secret), caller, true);
    }

    @Override
    public Optional<Conversation> find(Caller caller, String route, String id) {
        if (!route.equals(ALL)) {
            return each.find(caller, route, id);
        }
        synchronized (open) {
            Combined found = id.startsWith(STATEFUL) ? open.get(id) : null;
            // INVARIANT: bound to the caller.
            return found != null && found.caller().key().equals(caller.key()) ? Optional.of(found) : Optional.empty();
        }
    }

    @Override
    public Conversation stateless(Caller caller, String route) throws ConversationRefused {
        if (!route.equals(ALL)) {
            return each.stateless(caller, route);
        }
        String id = STATELESS + caller.key();
        synchronized (open) {
            Combined found = open.get(id);
            if (found != null) {
                return found;
            }
        }
        return add(id, caller, false);
    }

    /** Closes what was idle for too long. Call it now and then. */
    public void sweep() {
        Instant since = clock.instant().minus(settings.idle());
        List<Combined> idle = new ArrayList<>();
        synchronized (open) {
            open.values().removeIf(combined -> combined.idleSince(since) && idle.add(combined));
        }
        idle.forEach(Combined::close);
    }

    /** Ends the conversations with all servers; those with single ones are not its own. */
    @Override
    public void close() {
        List<Combined> all;
        synchronized (open) {
            closed = true;
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(Combined::close);
    }

    private Combined add(String id, Caller caller, boolean stateful) throws ConversationRefused {
        sweep();
        login(caller);
        synchronized (open) {
            Combined found = open.get(id);
            if (found != null) {
                return found;
            }
            long own = open.values().stream()
                    .filter(combined -> combined.caller().key().equals(caller.key()))
                    .count();
            if (!closed && own < settings.perCaller() && open.size() < settings.total()) {
                var members = new Members(caller, each, decider, configured);
                var combined = new Combined(id, caller, stateful, members, decider, settings, clock, this::forget);
                open.put(id, combined);
                return combined;
            }
        }
        throw new ConversationRefused(decider.refuse(
                Reason.SESSION_LIMIT,
                "Too many conversations are open. Close some, or try again later.",
                JsonObject.EMPTY.with("caller", caller.key()).with("server", ALL)));
    }

    // INVARIANT: nobody converses whose coming is not on record.
    private void login(Caller caller) throws ConversationRefused {
        try {
            decider.note("login", JsonObject.EMPTY.with("caller", caller.key()).with("server", ALL));
        } catch (JournalUnavailable e) {
            throw new ConversationRefused(new Refusal(
                    Reason.JOURNAL_UNAVAILABLE, "The journal cannot be written, so nothing is permitted.", ""));
        }
    }

    private void forget(Combined combined) {
        synchronized (open) {
            open.remove(combined.id(), combined);
        }
    }
}
