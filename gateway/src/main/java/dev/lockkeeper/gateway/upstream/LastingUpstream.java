package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that outlives its server, for a client that cannot begin another. When the server ends, what waits
 * fails; the next request opens the server again, tells it anew what the client had told it, and goes on. Whatever is
 * told anew is decided and recorded anew. A server that keeps ending is opened after growing pauses.
 */
public final class LastingUpstream implements Upstream {

    private final Openings.Opener opener;
    private final UpstreamListener listener;
    private final Decider decider;
    private final Clock clock;
    private final Handshake handshake = new Handshake();
    private final Backoff backoff = new Backoff(System::nanoTime);
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Upstream ready;
    private volatile @Nullable Upstream newest;
    private volatile boolean closed;

    public LastingUpstream(Openings.Opener opener, UpstreamListener listener, Decider decider, Clock clock) {
        this.opener = opener;
        this.listener = listener;
        this.decider = decider;
        this.clock = clock;
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        Response response = running().forward(permit);
        handshake.answered(permit, response);
        return response;
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        Upstream upstream = ready;
        if (upstream == null || !upstream.isOpen()) {
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server ended; a request opens it again");
        }
        upstream.tell(permit);
        handshake.sent(permit);
    }

    @Override
    public void close() {
        closed = true;
        Upstream last = newest;
        if (last != null) {
            last.close();
        }
    }

    private Upstream running() throws UpstreamFailure {
        Upstream upstream = ready;
        if (upstream != null && upstream.isOpen()) {
            return upstream;
        }
        try {
            opening.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "cancelled while the server was opened");
        }
        try {
            upstream = ready;
            return upstream != null && upstream.isOpen() ? upstream : open(upstream);
        } finally {
            opening.unlock();
        }
    }

    private Upstream open(@Nullable Upstream ended) throws UpstreamFailure {
        if (ended != null) {
            // Waits for its processes to be gone, which may hold what the next one needs.
            ended.close();
            ready = null;
            backoff.failed();
        }
        backoff.check();
        Upstream fresh = opener.open(new Ears());
        newest = fresh;
        boolean told = false;
        try {
            // INVARIANT: whoever closes first marks it, then looks for the newest; one of the two sides sees the other.
            if (closed) {
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the conversation was ended");
            }
            for (Permit past : handshake.all()) {
                tellAnew(past, fresh);
                told = true;
            }
            if (told) {
                listener.reopened();
            }
            ready = fresh;
            return fresh;
        } catch (UpstreamFailure e) {
            fresh.close();
            backoff.failed();
            throw e;
        }
    }

    private void tellAnew(Permit past, Upstream fresh) throws UpstreamFailure {
        Context then = past.context();
        var now = new Context(then.caller(), then.client(), clock.instant(), then.selection(), then.labels());
        if (!(decider.decide(past.action(), past.message(), now) instanceof Outcome.Granted granted)) {
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "what the server was told is not permitted any more");
        }
        Permit permit = granted.permit();
        if (!(permit.message() instanceof Request request)) {
            fresh.tell(permit);
            return;
        }
        Response response = fresh.forward(permit);
        // The answer is judged and recorded like any other, though it goes no further than here.
        boolean released = decider.release(permit, response) instanceof ReleaseOutcome.Released;
        if (request.method().equals("initialize")
                && !(released && response instanceof Success success && handshake.agrees(success))) {
            var failure = new UpstreamFailure(
                    Reason.UPSTREAM_PROTOCOL, "the server came back and does not say what it said before");
            listener.closed(failure);
            throw failure;
        }
    }

    private final class Ears extends ForwardingListener {

        @Override
        protected UpstreamListener target() {
            return listener;
        }

        @Override
        public void closed(UpstreamFailure failure) {
            // On record, but not the end.
            listener.refused(failure);
        }
    }
}
