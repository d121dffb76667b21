package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation over Streamable HTTP. Each message is a POST of its own; the answer comes as JSON or at the end of a
 * stream. A request with modern {@code _meta} stands alone; any other belongs to the session that {@code initialize}
 * opened.
 */
final class HttpUpstream implements Upstream {

    private static final Logger LOG = LoggerFactory.getLogger(HttpUpstream.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    /** What is read of the body that should not come with an acceptance. */
    private static final int MAX_ACCEPTANCE_BYTES = 64 << 10;

    private final String name;
    private final RemoteServer server;
    private final RemoteSettings settings;
    private final UpstreamListener listener;
    private final InFlight inFlight;
    private final Inbox inbox;
    private final Map<Exchange, HttpExchange> running = new ConcurrentHashMap<>(1);
    private volatile LegacySession session = LegacySession.NONE;
    private volatile boolean refusedAsOld;
    private @Nullable ListeningStream stream;
    private boolean listened;

    HttpUpstream(String name, RemoteServer server, RemoteSettings settings, UpstreamListener listener) {
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
        boolean interrupted = false;
        var http = new HttpExchange(server, settings, inbox, exchange);
        running.put(exchange, http);
        try {
            http.run(RequestHeaders.of(exchange, session));
        } catch (UpstreamFailure e) {
            exchange.fail(e);
        } catch (SessionGone e) {
            gone();
        } catch (InterruptedException e) {
            cancel(exchange, "the client cancelled");
            exchange.fail(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "cancelled while waiting for the answer"));
            interrupted = true;
        } finally {
            running.remove(exchange);
            inFlight.end(exchange);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        boolean initialize = !exchange.modern() && exchange.request().method().equals("initialize");
        refusedAsOld = initialize && http.refusedAsOld();
        Response response = outcome(exchange);
        if (initialize && response instanceof Success success) {
            session = session(http.sessionId(), success.result().string("protocolVersion"));
        }
        return response;
    }

    private Response outcome(Exchange exchange) throws UpstreamFailure {
        try {
            return exchange.outcome();
        } catch (UpstreamFailure e) {
            if (e.reason() == Reason.UPSTREAM_TIMEOUT) {
                cancel(exchange, "no answer in time");
            }
            throw e;
        }
    }

    /** Whether {@code initialize} was refused as a server of HTTP+SSE refuses it, which has nothing to POST to here. */
    boolean refusedAsOld() {
        return refusedAsOld;
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        inFlight.checkOpen();
        switch (permit.message()) {
            case Notification notification
            when notification.method().equals("notifications/cancelled") -> tellCancelled(notification);
            case Notification notification -> {
                post(notification.wire());
                if (notification.method().equals("notifications/initialized")) {
                    listen();
                }
            }
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
        LegacySession last = session;
        if (end(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the conversation was ended")) && last.id() != null) {
            sayFarewell(last);
        }
    }

    static LegacySession session(@Nullable String id, @Nullable String version) throws UpstreamFailure {
        if (id != null && !HeaderValue.token(id) || version != null && !HeaderValue.token(version)) {
            throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "a session id or version that no header can hold");
        }
        // One text for all sessions, which may be many.
        String known = version == null
                ? ""
                : ProtocolVersion.of(version).map(ProtocolVersion::text).orElse(version);
        return new LegacySession(id, known);
    }

    private void tellCancelled(Notification notification) {
        Optional<Exchange> meant = inFlight.meantBy(notification).filter(Exchange::cancel);
        if (meant.isEmpty()) {
            return;
        }
        Exchange exchange = meant.get();
        exchange.fail(new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client cancelled"));
        if (!exchange.modern()) {
            postCancelled(InFlight.towardsServer(notification, exchange).wire());
        }
        abort(running.get(exchange));
    }

    /** A modern server takes the end of the stream for a cancellation; an older one has to be told. */
    private void cancel(Exchange exchange, String why) {
        if (exchange.modern() || !exchange.cancellable() || !exchange.cancel()) {
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

    private void post(Wire message) throws UpstreamFailure {
        LegacySession current = session;
        Map<String, String> headers = RequestHeaders.of(current);
        try (HttpCall call = server.post(message, headers, settings.requestTimeout())) {
            int status = call.head().getStatus();
            if (status == 404 && current.id() != null) {
                throw new SessionGone();
            }
            if (status / 100 != 2) {
                throw new UpstreamFailure(
                        status >= 500 ? Reason.UPSTREAM_UNAVAILABLE : Reason.UPSTREAM_PROTOCOL,
                        "the server answered with HTTP status " + status);
            }
            call.body(MAX_ACCEPTANCE_BYTES);
        } catch (SessionGone e) {
            gone();
            inFlight.checkOpen();
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "interrupted while sending");
        } catch (IOException e) {
            throw HttpCall.failure(e);
        }
    }

    private synchronized void listen() throws UpstreamFailure {
        if (!listened) {
            listened = true;
            stream = new ListeningStream(
                    server, settings, inbox, RequestHeaders.of(session), this::gone, this::nothingToHear);
            stream.start(name);
        }
        // INVARIANT: whoever ends the conversation marks it before looking for the stream.
        inFlight.checkOpen();
    }

    private synchronized void nothingToHear() {
        stream = null;
    }

    private synchronized void stopListening() {
        if (stream != null) {
            stream.close();
        }
    }

    private void gone() {
        var failure = new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the server does not know the session any more");
        if (end(failure)) {
            listener.closed(failure);
        }
    }

    private boolean end(UpstreamFailure failure) {
        boolean first = inFlight.end(failure);
        if (first) {
            running.values().forEach(HttpUpstream::abort);
        }
        stopListening();
        return first;
    }

    private static void abort(@Nullable HttpExchange exchange) {
        if (exchange != null) {
            exchange.abort();
        }
    }

    private void sayFarewell(LegacySession last) {
        try (HttpCall call = server.delete(RequestHeaders.of(last), FAREWELL)) {
            call.head();
        } catch (UpstreamFailure e) {
            LOG.debug("a session was not ended at the server: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
