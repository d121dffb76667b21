package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The links of one conversation to a legacy server, by what the client declares. Bounded; thread-safe. */
final class Links {

    private final Route route;
    private final Shared<LegacyLink> opening = new Shared<>();
    private final Map<String, LegacyLink> open = new HashMap<>();
    private boolean closed;

    Links(Route route) {
        this.route = route;
    }

    /** The link for what this request declares, opened where there is none. */
    LegacyLink of(Request request, Context context) throws UpstreamFailure, JsonRefused {
        Request initialize = Introduction.of(request.meta(), route.server(), route.decider(), context);
        String key = key(initialize);
        LegacyLink known = known(key);
        if (known != null) {
            return known;
        }
        return opening.get(key, () -> {
            try {
                LegacyLink raced = known(key);
                return raced != null ? raced : add(key, opened(initialize, context));
            } finally {
                opening.forget(key);
            }
        });
    }

    /** Introduces the client on an upstream that is open already. */
    LegacyLink adopt(Upstream upstream, LateListener ear, Request request, Context context)
            throws UpstreamFailure, JsonRefused {
        Request initialize = Introduction.of(request.meta(), route.server(), route.decider(), context);
        return add(key(initialize), LegacyLink.open(route, upstream, ear, initialize, context));
    }

    synchronized List<LegacyLink> all() {
        return List.copyOf(open.values());
    }

    /** Closes what was idle for too long. */
    void sweep(Instant since) {
        List<LegacyLink> idle = new ArrayList<>();
        synchronized (this) {
            open.values().removeIf(link -> link.idleSince(since) && idle.add(link));
        }
        AtOnce.each(idle, LegacyLink::close);
    }

    void close() {
        List<LegacyLink> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open.values());
            open.clear();
        }
        AtOnce.each(all, LegacyLink::close);
    }

    private LegacyLink opened(Request initialize, Context context) throws UpstreamFailure, JsonRefused {
        var ear = new LateListener(Unheard.UNHEARD);
        Upstream upstream = route.connector().open(route.server(), ear);
        boolean introduced = false;
        try {
            LegacyLink link = LegacyLink.open(route, upstream, ear, initialize, context);
            route.eras().learn(route.server(), Era.LEGACY, true);
            introduced = true;
            return link;
        } finally {
            if (!introduced) {
                route.eras().forget(route.server());
                upstream.close();
            }
        }
    }

    private synchronized @Nullable LegacyLink known(String key) {
        LegacyLink link = open.get(key);
        return link == null || link.closed() ? null : link;
    }

    private LegacyLink add(String key, LegacyLink link) throws JsonRefused {
        LegacyLink displaced;
        synchronized (this) {
            open.values().removeIf(LegacyLink::closed);
            displaced = open.containsKey(key) || open.size() < route.bridge().links() ? open.get(key) : idle();
            if (closed || displaced == null && open.size() >= route.bridge().links()) {
                displaced = link;
            } else {
                open.values().remove(displaced);
                open.put(key, link);
            }
        }
        if (displaced != null) {
            displaced.close();
        }
        if (displaced == link) {
            throw new JsonRefused(
                    Reason.SESSION_LIMIT,
                    "Too many requests with different clientCapabilities are under way. Try again later.");
        }
        return link;
    }

    // Under the lock.
    private @Nullable LegacyLink idle() {
        return open.values().stream()
                .filter(link -> !link.busy())
                .min(Comparator.comparing(LegacyLink::lastUsed))
                .orElse(null);
    }

    private static String key(Request initialize) {
        return CanonicalJson.digest(LegacyForm.object(initialize.params(), "capabilities"));
    }
}
