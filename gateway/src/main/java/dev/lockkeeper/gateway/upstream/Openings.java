package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Opens conversations with one server. A server that ends without having answered anything is opened again only after
 * growing pauses, in which everybody is refused at once. Who makes a server crash after it answered makes nobody else
 * wait. Thread-safe.
 */
public final class Openings {

    private final Backoff backoff = new Backoff(System::nanoTime);

    /** Opens one conversation. */
    @FunctionalInterface
    public interface Opener {
        Upstream open(UpstreamListener listener) throws UpstreamFailure;
    }

    /**
     * Opens a conversation.
     *
     * @throws UpstreamFailure with {@code upstream.backoff} during a pause
     */
    public Upstream open(Opener opener, UpstreamListener listener) throws UpstreamFailure {
        backoff.check();
        var answered = new AtomicBoolean();
        try {
            return new Opened(opener.open(new Ears(listener, answered)), answered);
        } catch (UpstreamFailure e) {
            backoff.failed();
            throw e;
        }
    }

    private final class Ears extends ForwardingListener {

        private final UpstreamListener listener;
        private final AtomicBoolean answered;

        Ears(UpstreamListener listener, AtomicBoolean answered) {
            this.listener = listener;
            this.answered = answered;
        }

        @Override
        protected UpstreamListener target() {
            return listener;
        }

        @Override
        public void closed(UpstreamFailure failure) {
            if (!answered.get()) {
                backoff.failed();
            }
            listener.closed(failure);
        }
    }

    private final class Opened implements Upstream {

        private final Upstream upstream;
        private final AtomicBoolean answered;

        Opened(Upstream upstream, AtomicBoolean answered) {
            this.upstream = upstream;
            this.answered = answered;
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            Response response = upstream.forward(permit);
            if (answered.compareAndSet(false, true)) {
                backoff.succeeded();
            }
            return response;
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
            upstream.close();
        }
    }
}
