package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one server that a URI belongs to. URIs carry no server's name, so whoever lists one claims it; a URI that
 * two servers claim goes to neither. One that nobody lists goes to the only server on which the policy would let this
 * caller read it.
 */
final class Resources {

    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private final Members members;
    private final Decider decider;
    private final Caller caller;
    private final Duration wait;
    private final Clock clock;
    private volatile @Nullable Known known;

    private record Known(ResourceOwners owners, Instant until) {}

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
        Set<String> owners = owners(request, asking).of(uri);
        List<String> candidates = owners.isEmpty() ? permitting(uri, asking) : List.copyOf(owners);
        Member owner = candidates.size() == 1 ? members.named(candidates.getFirst()) : null;
        if (owner != null) {
            return owner;
        }
        throw candidates.isEmpty()
                ? new JsonRefused(Reason.RESOURCE_UNKNOWN, "No server offers this resource.")
                : new JsonRefused(
                        Reason.RESOURCE_AMBIGUOUS,
                        "More than one server offers this resource; use the path of the one that is meant.");
    }

    private ResourceOwners owners(Request request, Asking asking) throws InterruptedException {
        Known before = known;
        if (before != null && clock.instant().isBefore(before.until())) {
            return before.owners();
        }
        JsonObject params = asking.carried(request);
        var fresh = new ResourceOwners(
                members.list(Listing.Kind.RESOURCES, params, asking.quietly(), wait),
                members.list(Listing.Kind.TEMPLATES, params, asking.quietly(), wait));
        known = new Known(fresh, clock.instant().plus(TRUSTED));
        return fresh;
    }

    private List<String> permitting(String uri, Asking asking) {
        var context = new Context(
                caller, Client.UNKNOWN, clock.instant(), asking.metadata().selection(), Set.of());
        return members.all().stream()
                .map(Member::server)
                .filter(server -> decider.explain(
                                new ResourceRead(server, uri, JsonObject.EMPTY.with("uri", uri)), context)
                        .passes())
                .toList();
    }
}
