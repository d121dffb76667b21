package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation over HTTP with server-sent events (MCP 2024-11-05). One stream carries all that the server says; its
 * first event names the place to which messages are posted. The stream is the conversation: when it ends, so does that.
 */
final class SseUpstream implements Upstream {

    private static final Logger LOG = LoggerFactory.getLogger(SseUpstream.class);
    private static final int MAX_ACCEPTANCE_BYTES = 64 << 10;

    private final String name;
    private final RemoteServer server;
    private final RemoteSettings settings;
    private final UpstreamListener listener;
    private final InFlight inFlight;
    private final Inbox inbox;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();
    private volatile @Nullable HttpCall stream;
    private volatile LegacySession session = LegacySession.NONE;

    SseUpstream(String name, RemoteServer server, RemoteSettings settings, UpstreamListener listener) {
        this.name = name;
        this.server = server;
        this.settings = settings;
        this.listener = listener;
        this.inFlight = new InFlight(settings.patience(), server::nextId);
        this.inbox = new Inbox(server.readers(), inFlight, listener);
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        Exchange exchange = inFlight.begin(permit);
        try {
            HttpCall call = server.post(endpoint(), exchange.outgoing(), RequestHeaders.of(session), limit(exchange));
            // Not on this thread: the answer comes on the stream, and may come first.
            Thread.ofVirtual().name("post-" + name).start(() -> acknowledge(call, exchange));
            Response response = exchange.await();
            if (permit.action().method().equals("initialize") && response instanceof Success success) {
                session = HttpUpstream.session(null, success.result().string("protocolVersion"));
            }
            return response;
        } catch (InterruptedException e) {
            cancel(exchange, "the client cancelled");
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "cancelled while waiting for the answer");
        } catch (UpstreamFailure e) {
            if (e.reason() == Reason.UPSTREAM_TIMEOUT) {
                cancel(exchange, "no answer in time");
            }
            throw e;
        } finally {
            inFlight.end(exchange);
        }
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        inFlight.checkOpen();
        switch (permit.message()) {
            case Notification notification
            when notification.method().equals("notifications/cancelled") -> tellCancelled(notification);
            case Notification notification -> post(notification.wire());
            case Response response -> post(response.wire());
            case Request request -> throw new IllegalArgumentException("a request is forwarded");
        }
    }

    @Override
    public boolean isOpen() {
        return inFlight.isOpen();
    }

    @Override
    public void close() {
        end(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the conversation was ended"));
    }

    /**
     * Opens the stream and waits for its first event.
     *
     * @throws UpstreamFailure when there is no such stream; the listener is not told of that
     */
    void connect() throws UpstreamFailure {
        try {
            awaitEndpoint();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "interrupted while connecting");
        }
    }

    private URI endpoint() throws UpstreamFailure, InterruptedException {
        try {
            return awaitEndpoint();
        } catch (UpstreamFailure e) {
            // Without its stream there is no conversation: who hears of it begins another.
            if (end(e)) {
                listener.closed(e);
            }
            throw e;
        }
    }

    private URI awaitEndpoint() throws UpstreamFailure, InterruptedException {
        if (started.compareAndSet(false, true)) {
            Thread.ofVirtual().name("sse-" + name).start(this::read);
        }
        try {
            return endpoint.get(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "no event named the endpoint in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UpstreamFailure failure
                    ? failure
                    : new UpstreamFailure(Reason.INTERNAL_FAULT, String.valueOf(e.getCause()));
        }
    }

    private void read() {
        UpstreamFailure failure = new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server ended its stream");
        try (HttpCall call = server.get(RequestHeaders.of(session), Duration.ZERO)) {
            stream = call;
            // INVARIANT: whoever ends the conversation marks it, then aborts; one of the two sides sees the other.
            inFlight.checkOpen();
            int status = call.head().getStatus();
            if (status != 200 || !call.mediaType().equals("text/event-stream")) {
                throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "HTTP status " + status + " in place of a stream");
            }
            take(new SseReader(call.body(), settings.maxMessageBytes()));
        } catch (UpstreamFailure e) {
            failure = e;
        } catch (StreamRefused e) {
            failure = e.failure();
        } catch (IOException e) {
            failure = HttpCall.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean spoke = !endpoint.completeExceptionally(failure);
        if (spoke && end(failure)) {
            listener.closed(failure);
        }
    }

    private void take(SseReader events) throws IOException, UpstreamFailure {
        for (SseEvent event = events.next(); event != null; event = events.next()) {
            if (event.type().equals("endpoint")) {
                if (!endpoint.complete(SseEndpoint.of(settings.url(), event.data()))) {
                    throw new StreamRefused("the server names its endpoint twice");
                }
            } else if (event.type().equals("message") && event.data().length > 0) {
                inbox.take(event.data(), null);
            }
        }
    }

    private void acknowledge(HttpCall call, Exchange exchange) {
        try (call) {
            int status = call.head().getStatus();
            byte[] body = call.body(MAX_ACCEPTANCE_BYTES);
            if (status / 100 != 2 && (call.challenges() || !inbox.takeError(status, body, exchange))) {
                exchange.fail(refused(status));
            }
        } catch (UpstreamFailure e) {
            exchange.fail(e);
        } catch (IOException e) {
            exchange.fail(HttpCall.failure(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(Wire message) throws UpstreamFailure {
        try (HttpCall call = server.post(endpoint(), message, RequestHeaders.of(session), settings.requestTimeout())) {
            int status = call.head().getStatus();
            if (status / 100 != 2) {
                throw refused(status);
            }
            call.body(MAX_ACCEPTANCE_BYTES);
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "interrupted while sending");
        } catch (IOException e) {
            throw HttpCall.failure(e);
        }
    }

    private void tellCancelled(Notification notification) {
        Optional<Exchange> meant = inFlight.meantBy(notification).filter(Exchange::cancel);
        if (meant.isPresent()) {
            meant.get().fail(new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client cancelled"));
            postCancelled(InFlight.towardsServer(notification, meant.get()).wire());
        }
    }

    private void cancel(Exchange exchange, String why) {
        if (endpoint.state() != CompletableFuture.State.SUCCESS || !exchange.cancellable() || !exchange.cancel()) {
            return;
        }
        postCancelled(exchange.cancellation(why));
    }

    // Not on this thread, which is not to wait any longer.
    private void postCancelled(Wire cancellation) {
        Thread.ofVirtual().name("cancel-" + name).start(() -> {
            try {
                post(cancellation);
            } catch (UpstreamFailure e) {
                LOG.debug("a cancellation was not delivered: {}", e.getMessage());
            }
        });
    }

    private boolean end(UpstreamFailure failure) {
        boolean first = inFlight.end(failure);
        if (first) {
            endpoint.completeExceptionally(failure);
            HttpCall open = stream;
            if (open != null) {
                open.abort();
            }
        }
        return first;
    }

    private static Duration limit(Exchange exchange) throws UpstreamFailure {
        Duration left = exchange.mostLeft();
        if (left.toMillis() <= 0) {
            throw Exchange.late();
        }
        return left;
    }

    private static UpstreamFailure refused(int status) {
        return new UpstreamFailure(
                status >= 500 ? Reason.UPSTREAM_UNAVAILABLE : Reason.UPSTREAM_PROTOCOL,
                "the server answered with HTTP status " + status);
    }
}
