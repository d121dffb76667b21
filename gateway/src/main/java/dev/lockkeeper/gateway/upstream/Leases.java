package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that are open. Each lasts for as long as its server is reached in the way in which it was begun:
 * who changes the way, perhaps because the old one leads to a server that is not to be trusted any more, ends it.
 * Thread-safe.
 */
public final class Leases {

    private final Function<String, Object> way;
    private final Set<Lease> open = ConcurrentHashMap.newKeySet();

    /** @param way how the server of this name is reached now; equal for as long as that is the same */
    public Leases(Function<String, Object> way) {
        this.way = way;
    }

    /**
     * Opens a conversation.
     *
     * @param begun how its server is reached by what the opener does
     */
    public Upstream open(String server, Object begun, Openings.Opener opener, UpstreamListener listener)
            throws UpstreamFailure {
        var ears = new Ears(listener);
        var lease = new Lease(server, begun, opener.open(ears), ears);
        ears.lease = lease;
        open.add(lease);
        // INVARIANT: whoever opens is counted before looking at the way, and whoever changes it looks for the open
        // ones afterwards; one of the two sees the other.
        if (!lease.upstream.isOpen()) {
            open.remove(lease);
        } else if (lease.changed()) {
            lease.close();
            throw changed();
        }
        return lease;
    }

    /** Ends what was begun in a way in which its server is not reached any more. */
    public void review() {
        for (Lease lease : open) {
            if (lease.changed()) {
                // Apart, since a process may take its time to end.
                Thread.ofVirtual().name("review-" + lease.server).start(lease::revoke);
            }
        }
    }

    private static UpstreamFailure changed() {
        return new UpstreamFailure(
                Reason.UPSTREAM_CLOSED, "by the configuration the server is reached in another way now");
    }

    private static final class Ears extends ForwardingListener {

        private final UpstreamListener listener;
        private volatile @Nullable Lease lease;

        Ears(UpstreamListener listener) {
            this.listener = listener;
        }

        @Override
        protected UpstreamListener target() {
            return listener;
        }

        @Override
        public void closed(UpstreamFailure failure) {
            Lease ended = lease;
            if (ended != null) {
                ended.over();
            }
            listener.closed(failure);
        }
    }

    /** Equal only to itself. */
    private final class Lease implements Upstream {

        private final String server;
        private final Object begun;
        private final Upstream upstream;
        private final Ears ears;

        Lease(String server, Object begun, Upstream upstream, Ears ears) {
            this.server = server;
            this.begun = begun;
            this.upstream = upstream;
            this.ears = ears;
        }

        boolean changed() {
            return !begun.equals(way.apply(server));
        }

        boolean over() {
            return open.remove(this);
        }

        void revoke() {
            if (over()) {
                upstream.close();
                ears.listener.closed(Leases.changed());
            }
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            return upstream.forward(permit);
        }

        @Override
        public void tell(Permit permit) throws UpstreamFailure {
            upstream.tell(permit);
        }

        @Override
        public boolean isOpen() {
            return upstream.isOpen();
        }

        @Override
        public void close() {
            over();
            upstream.close();
        }
    }
}
