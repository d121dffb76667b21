package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one server that a URI belongs to. URIs carry no server's name, so whoever lists one claims it; a URI that
 * two servers claim goes to neither. One that nobody lists goes to the only server on which the policy would let this
 * caller read it. Where the policy would let it read a URI on a server that does not list now, that server may have it.
 */
final class Resources {

    private static final Duration TRUSTED = Duration.ofMinutes(1);
    private static final Duration TRUSTED_IN_PART = Duration.ofSeconds(10);

    private final Members members;
    private final Decider decider;
    private final Caller caller;
    private final Duration wait;
    private final Clock clock;
    private final AtomicReference<@Nullable Lookup> looking = new AtomicReference<>();
    private volatile @Nullable Known known;

    /**
     * @param silent servers that may list more than is known
     * @param selection what the lists were narrowed to
     */
    private record Known(ResourceOwners owners, Set<String> silent, Selection selection, Instant until) {}

    private record Lookup(Selection selection, CountDownLatch over) {}

    Resources(Members members, Decider decider, Caller caller, Duration wait, Clock clock) {
        this.members = members;
        this.decider = decider;
        this.caller = caller;
        this.wait = wait;
        this.clock = clock;
    }

    /** A server says that its resources changed. */
    void stale() {
        known = null;
    }

    Member owner(String uri, Request request, Asking asking) throws JsonRefused, InterruptedException {
        Known found = known(request, asking);
        Set<String> candidates = new LinkedHashSet<>(found.owners().of(uri));
        // INVARIANT: no server draws to itself what is another's while that one cannot say so.
        for (String server : candidates.isEmpty() ? members.servers() : found.silent()) {
            if (permits(server, uri, asking)) {
                candidates.add(server);
            }
        }
        Member owner =
                candidates.size() == 1 ? members.named(candidates.iterator().next()) : null;
        if (owner != null) {
            return owner;
        }
        throw candidates.isEmpty()
                ? new JsonRefused(Reason.RESOURCE_UNKNOWN, "No server offers this resource.")
                : new JsonRefused(
                        Reason.RESOURCE_AMBIGUOUS,
                        "More than one server offers this resource or may do so; use the path of the one that is meant.");
    }

    /** What is known; who wants to know while somebody finds it out waits for that. */
    private Known known(Request request, Asking asking) throws InterruptedException {
        Selection selection = asking.metadata().selection();
        while (true) {
            Known before = known;
            if (before != null
                    && before.selection().equals(selection)
                    && clock.instant().isBefore(before.until())) {
                return before;
            }
            var mine = new Lookup(selection, new CountDownLatch(1));
            Lookup other = looking.compareAndExchange(null, mine);
            if (other == null || !other.selection().equals(selection)) {
                try {
                    return found(selection, request, asking);
                } finally {
                    looking.compareAndSet(mine, null);
                    mine.over().countDown();
                }
            }
            other.over().await();
        }
    }

    private Known found(Selection selection, Request request, Asking asking) throws InterruptedException {
        JsonObject params = asking.carried(request);
        List<Listed> resources = members.list(Listing.Kind.RESOURCES, params, asking.quietly(), wait);
        List<Listed> templates = members.list(Listing.Kind.TEMPLATES, params, asking.quietly(), wait);
        Set<String> silent = members.servers();
        Set<String> told = complete(resources);
        told.retainAll(complete(templates));
        silent.removeAll(told);
        Duration trusted = silent.isEmpty() ? TRUSTED : TRUSTED_IN_PART;
        var fresh = new Known(
                new ResourceOwners(resources, templates),
                silent,
                selection,
                clock.instant().plus(trusted));
        known = fresh;
        return fresh;
    }

    private static Set<String> complete(List<Listed> lists) {
        return lists.stream()
                .filter(Listed::complete)
                .map(Listed::server)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private boolean permits(String server, String uri, Asking asking) {
        var context = new Context(
                caller, Client.UNKNOWN, clock.instant(), asking.metadata().selection(), Set.of());
        return decider.explain(new ResourceRead(server, uri, JsonObject.EMPTY.with("uri", uri)), context)
                .passes();
    }
}
