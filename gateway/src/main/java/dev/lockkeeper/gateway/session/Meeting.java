package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a client and its server find out in which era they meet. Thread-safe. */
final class Meeting {

    private static final String PROBE = "probe";

    private final Route way;
    private final Fittings own;
    private final OwnUpstream upstream;
    private final Lazy<LegacyBridge> toLegacy;
    private final Lazy<Shared<Boolean>> probing = new Lazy<>(Shared::new);
    private volatile @Nullable ModernBridge toModern;

    Meeting(Route way, Fittings own, OwnUpstream upstream, Lazy<LegacyBridge> toLegacy) {
        this.way = way;
        this.own = own;
        this.upstream = upstream;
        this.toLegacy = toLegacy;
    }

    /** The bridge to a modern server on which this legacy client was introduced; null where it needs none. */
    @Nullable ModernBridge toModern() {
        return toModern;
    }

    /** Sends {@code initialize} in its own era. */
    @FunctionalInterface
    interface Native {
        Reply initialize() throws JsonRefused;
    }

    /** In the client's own era first; where the server does not know it, by way of what it knows. */
    Reply initialize(Request initialize, Context context, Native straight) throws JsonRefused, UpstreamFailure {
        Reply reply = null;
        if (way.eras().speaks(way.server(), Era.LEGACY).orElse(true)) {
            reply = straight.initialize();
            if (succeeded(reply)) {
                way.eras().learn(way.server(), Era.LEGACY, true);
            }
            if (!Probe.mayBeModern(reply)
                    || !way.eras().speaks(way.server(), Era.MODERN).orElse(true)) {
                return reply;
            }
        }
        Optional<ModernBridge.Introduced> found =
                ModernBridge.introduce(way, own, upstream.get(), upstream.ear(), initialize, context);
        if (found.isPresent()) {
            toModern = found.get().bridge();
            if (toModern != null) {
                learn(reply, context);
            }
            return found.get().reply();
        }
        way.eras().forget(way.server());
        if (reply == null) {
            throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "server/discover has no proper answer");
        }
        return reply;
    }

    /**
     * Remembers what a server showed that let a client in by way of the modern era.
     *
     * @param refused how it met the client's {@code initialize}; null where it was not sent
     */
    private void learn(@Nullable Reply refused, Context context) throws JsonRefused {
        way.eras().learn(way.server(), Era.MODERN, true);
        if (refused == null) {
            return;
        }
        // INVARIANT: it may have refused what this one client said, of which the others know nothing.
        (Probe.unknown(refused) ? Optional.of(false) : Probe.legacy(way, context))
                .ifPresent(legacy -> way.eras().learn(way.server(), Era.LEGACY, legacy));
    }

    /** Whether the server speaks the modern era; asks it where nobody knows. */
    boolean modern(Request request, Context context) throws JsonRefused, UpstreamFailure {
        Optional<Boolean> known = way.eras().speaks(way.server(), Era.MODERN);
        return known.isPresent()
                ? known.get()
                : probing.get().get(PROBE, () -> {
                    try {
                        return Probe.modern(way, toLegacy.get().links(), request, context, upstream::adopt);
                    } finally {
                        probing.get().forget(PROBE);
                    }
                });
    }

    /** Whether the first modern request finds out the era, before anything else is asked. */
    boolean asksByItself() {
        return way.connector().remote(way.server())
                && way.eras().speaks(way.server(), Era.MODERN).isEmpty();
    }

    /** Whether a modern request met like this may have met a server of the legacy era; remembers one that did not. */
    boolean mayBeLegacy(Reply reply) {
        boolean modern = reply instanceof Reply.Answered answered
                && answered.release().message() instanceof Response response
                && Probe.onlyModern(response);
        if (modern) {
            way.eras().learn(way.server(), Era.MODERN, true);
        }
        return !modern && Probe.mayBeLegacy(reply);
    }

    static boolean succeeded(Reply reply) {
        return reply instanceof Reply.Answered answered && answered.release().message() instanceof Success;
    }

    /** The version that an introduction ended with; empty where it did not succeed. */
    static Optional<ProtocolVersion> agreed(Reply reply) {
        return reply instanceof Reply.Answered answered && answered.release().message() instanceof Success success
                ? ProtocolVersion.of(String.valueOf(success.result().string("protocolVersion")))
                : Optional.empty();
    }
}
