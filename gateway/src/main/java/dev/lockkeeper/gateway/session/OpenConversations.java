package dev.lockkeeper.gateway.session;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one kind that are open. Each belongs to the caller and the route that it was opened for; to
 * anybody else, and on any other route, it does not exist. Bounded; thread-safe, and no lock is held while one is
 * closed.
 */
public final class OpenConversations<C extends OpenConversations.Kept> implements AutoCloseable {

    private static final String STATEFUL = "s-";
    private static final String STATELESS = "r-";

    private final Decider decider;
    private final Bounds bounds;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Map<Place, C>> byCaller = new HashMap<>();
    private int size;
    private boolean closed;

    /** A conversation with what decides how long it is kept. None of this may wait, save closing. */
    public interface Kept extends Conversation {

        Caller caller();

        String route();

        /** Somebody is about to use it. */
        void use();

        /** Since when nothing is under way and nobody listens; empty while it is used. */
        Optional<Instant> unusedSince();

        /** Whether its client is there already; one that is still to come finds it in its place. */
        boolean begun();

        /** Closes what it holds and has not used since. */
        default void sweep(Instant since) {}
    }

    /**
     * @param perCaller conversations of one caller
     * @param total conversations of all callers
     * @param idle after which one without traffic is closed
     */
    public record Bounds(int perCaller, int total, Duration idle) {}

    private record Place(String route, String id) {}

    public OpenConversations(Decider decider, Bounds bounds, InstantSource clock) {
        this.decider = decider;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** Whether this is the id of a conversation with one client at its other end. */
    public static boolean stateful(String id) {
        return id.startsWith(STATEFUL);
    }

    /**
     * Opens one with a client at its other end.
     *
     * @param made makes it, by its id; may not wait
     */
    public C open(Caller caller, String route, Function<String, C> made) throws ConversationRefused {
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        return add(
                caller,
                route,
                STATEFUL + Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                made);
    }

    /** The one with a client at its other end that has this id. */
    public Optional<C> find(Caller caller, String route, String id) {
        return stateful(id) ? Optional.ofNullable(used(caller, route, id)) : Optional.empty();
    }

    /**
     * The one in which the caller's stateless requests on this route are handled.
     *
     * @param made makes it, by its id, where there is none; may not wait
     */
    public C stateless(Caller caller, String route, Function<String, C> made) throws ConversationRefused {
        C found = used(caller, route, STATELESS);
        return found != null ? found : add(caller, route, STATELESS, made);
    }

    /** Takes out one that is closed. */
    public synchronized void forget(C conversation) {
        Map<Place, C> own = byCaller.get(conversation.caller().key());
        if (own != null && own.remove(place(conversation), conversation)) {
            removed(conversation.caller().key(), own);
        }
    }

    /** Closes what was unused for too long, and waits for it. */
    public void sweep() {
        Instant since = clock.instant().minus(bounds.idle());
        List<C> idle = new ArrayList<>();
        List<C> rest = new ArrayList<>();
        synchronized (this) {
            for (C each : all()) {
                boolean over = each.unusedSince().filter(since::isAfter).isPresent();
                (over ? idle : rest).add(each);
            }
            idle.forEach(this::forget);
        }
        AtOnce.each(idle, Conversation::close);
        AtOnce.each(rest, each -> each.sweep(since));
    }

    /** Closes all, and whatever is still to be opened is refused. */
    @Override
    public void close() {
        List<C> all;
        synchronized (this) {
            closed = true;
            all = all();
            byCaller.clear();
            size = 0;
        }
        AtOnce.each(all, Conversation::close);
    }

    private synchronized @Nullable C used(Caller caller, String route, String id) {
        // INVARIANT: bound to caller and route, so that none is replayed under another policy.
        C found = byCaller.getOrDefault(caller.key(), Map.of()).get(new Place(route, id));
        if (found != null) {
            found.use();
        }
        return found;
    }

    private C add(Caller caller, String route, String id, Function<String, C> made) throws ConversationRefused {
        login(caller, route);
        C unused = null;
        C added;
        synchronized (this) {
            added = used(caller, route, id);
            if (added == null) {
                unused = closed || room(caller) ? null : longestUnused(caller);
                if (unused != null) {
                    forget(unused);
                }
                added = closed || !room(caller) ? null : put(caller, new Place(route, id), made.apply(id));
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

    private boolean room(Caller caller) {
        return size < bounds.total()
                && byCaller.getOrDefault(caller.key(), Map.of()).size() < bounds.perCaller();
    }

    /**
     * Many clients leave without ending their session. Where their caller has no place left, the one of its own
     * conversations that was unused for longest goes; a client that comes back to a session begins again.
     */
    private @Nullable C longestUnused(Caller caller) {
        C longest = null;
        Instant since = Instant.MAX;
        for (C each : byCaller.getOrDefault(caller.key(), Map.of()).values()) {
            Instant unused = each.begun() ? each.unusedSince().orElse(Instant.MAX) : Instant.MAX;
            if (unused.isBefore(since)) {
                longest = each;
                since = unused;
            }
        }
        return longest;
    }

    private C put(Caller caller, Place place, C conversation) {
        byCaller.computeIfAbsent(caller.key(), key -> new HashMap<>()).put(place, conversation);
        size++;
        return conversation;
    }

    private void removed(String caller, Map<Place, C> own) {
        size--;
        if (own.isEmpty()) {
            byCaller.remove(caller);
        }
    }

    private List<C> all() {
        return byCaller.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
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

    private static Place place(Kept conversation) {
        return new Place(conversation.route(), conversation.id());
    }
}
