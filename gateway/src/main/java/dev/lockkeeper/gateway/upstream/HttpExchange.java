package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request over HTTP: posts it, reads what comes until the answer is there, and where the server breaks the stream
 * off, as it may up to 2025-11-25, asks for the rest by GET.
 */
final class HttpExchange {

    private static final String SESSION_ID = "Mcp-Session-Id";
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** How long a stream may stay open after its answer. */
    private static final Duration AFTER_ANSWER = Duration.ofSeconds(1);

    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final int FRUITLESS = 5;
    /** Errors by which a server shows that it knows Streamable HTTP: headers, capabilities, versions, methods. */
    private static final Set<Integer> MODERN_ERRORS = Set.of(-32020, -32021, -32022, -32601);

    private final RemoteServer server;
    private final RemoteSettings settings;
    private final Inbox inbox;
    private final Exchange exchange;
    private Map<String, String> headers = Map.of();
    private volatile @Nullable HttpCall current;
    private @Nullable String sessionId;
    private boolean refusedAsOld;
    private volatile Runnable alarm = () -> {};
    private String lastEventId = "";
    private Duration retry = RETRY;

    HttpExchange(RemoteServer server, RemoteSettings settings, Inbox inbox, Exchange exchange) {
        this.server = server;
        this.settings = settings;
        this.inbox = inbox;
        this.exchange = exchange;
    }

    /** The session id that came with the answer, if one did. */
    @Nullable String sessionId() {
        return sessionId;
    }

    /** Whether the answer was that of a server to which nothing can be posted here. */
    boolean refusedAsOld() {
        return refusedAsOld;
    }

    /** Gives up at once, from any thread. */
    void abort() {
        HttpCall call = current;
        if (call != null) {
            call.abort();
        }
    }

    /** Runs until the exchange is answered. Called once. */
    void run(Map<String, String> withHeaders) throws UpstreamFailure, SessionGone, InterruptedException {
        headers = withHeaders;
        try {
            if (exchange.extensible()) {
                watch();
            }
            post();
            int fruitless = 0;
            while (!exchange.answered()) {
                String before = lastEventId;
                pause();
                resume();
                fruitless = lastEventId.equals(before) ? fruitless + 1 : 0;
                if (fruitless > FRUITLESS) {
                    throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the stream broke off and cannot be resumed");
                }
            }
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (StreamRefused e) {
            throw e.failure();
        } catch (IOException e) {
            throw HttpCall.failure(e);
        } finally {
            alarm.run();
        }
    }

    // HTTP calls have one limit from the start, which is the longest wait; the wait for a sign of progress ends here.
    private void watch() {
        if (exchange.answered()) {
            return;
        }
        Duration left = exchange.left();
        if (left.isPositive()) {
            alarm = server.after(left, this::watch);
            return;
        }
        HttpCall call = current;
        if (exchange.fail(Exchange.late()) && call != null) {
            call.expire();
        }
    }

    private void post() throws UpstreamFailure, SessionGone, InterruptedException, IOException {
        HttpCall call = server.post(exchange.outgoing(), headers, left());
        try {
            begin(call);
            Response head = call.head();
            sessionId = head.getHeaders().get(SESSION_ID);
            if (head.getStatus() / 100 != 2) {
                failed(head, call);
            } else if (call.mediaType().equals("text/event-stream")) {
                if (!exchange.modern()) {
                    inbox.begun(exchange);
                }
                call = read(call);
            } else if (call.mediaType().equals("application/json")) {
                inbox.take(whole(call), exchange);
                if (!exchange.answered()) {
                    throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "what came for an answer is none");
                }
            } else {
                throw new UpstreamFailure(Reason.UPSTREAM_PROTOCOL, "a success that is neither JSON nor a stream");
            }
        } finally {
            end(call);
        }
    }

    private void resume() throws UpstreamFailure, SessionGone, InterruptedException, IOException {
        var resuming = new LinkedHashMap<>(headers);
        resuming.put("Last-Event-ID", lastEventId);
        HttpCall call = server.get(resuming, left());
        try {
            begin(call);
            Response head = headOfResumed(call);
            if (head == null) {
                return;
            }
            if (head.getStatus() == 404 && headers.containsKey(SESSION_ID)) {
                throw new SessionGone();
            }
            if (head.getStatus() != 200 || !call.mediaType().equals("text/event-stream")) {
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the stream broke off and cannot be resumed");
            }
            call = read(call);
        } finally {
            end(call);
        }
    }

    /** Null where there was no connection, which is no reason to give up at once. */
    private static @Nullable Response headOfResumed(HttpCall call) throws UpstreamFailure, InterruptedException {
        try {
            return call.head();
        } catch (UpstreamFailure e) {
            if (e.reason() == Reason.UPSTREAM_TIMEOUT) {
                throw e;
            }
            return null;
        }
    }

    /** Reads a stream until the answer or its end; null when somebody else reads what is left of it. */
    private @Nullable HttpCall read(HttpCall call) throws UpstreamFailure, IOException {
        boolean ended = false;
        var events = new SseReader(call.body(), settings.maxMessageBytes());
        try {
            while (!exchange.answered()) {
                SseEvent event = events.next();
                if (event == null) {
                    ended = true;
                    break;
                }
                if (event.type().equals("message") && event.data().length > 0) {
                    inbox.take(event.data(), exchange);
                }
            }
        } catch (StreamRefused | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            UpstreamFailure failure = HttpCall.failure(e);
            if (failure.reason() == Reason.UPSTREAM_TIMEOUT) {
                throw failure;
            }
        } finally {
            lastEventId = events.lastEventId().isEmpty() ? lastEventId : events.lastEventId();
            retry = events.retry().orElse(retry);
        }
        if (!exchange.answered()) {
            // INVARIANT: where the connection broke the client is not made to come back; where the server wants it, it
            // is.
            if (ended && !exchange.modern() && HeaderValue.token(lastEventId)) {
                inbox.parted(exchange);
            }
            return call;
        }
        // Reading to the end keeps the connection for the next request, and finds a second answer.
        server.after(AFTER_ANSWER, call::abort);
        Thread.ofVirtual().name("sse-end").start(() -> readRest(call, events));
        return null;
    }

    private void readRest(HttpCall call, SseReader events) {
        try (call) {
            for (SseEvent event = events.next(); event != null; event = events.next()) {
                if (event.data().length > 0) {
                    inbox.refuse(new UpstreamFailure(Reason.RESULT_UNEXPECTED, "a message after the answer"));
                }
            }
        } catch (IOException e) {
            // The answer is where it belongs; the rest does not matter.
        }
    }

    private void failed(Response head, HttpCall call) throws UpstreamFailure, SessionGone, IOException {
        int status = head.getStatus();
        refusedAsOld = status == 400 || status == 404 || status == 405;
        if (status == 404 && headers.containsKey(SESSION_ID)) {
            throw new SessionGone();
        }
        if (!call.challenges()
                && call.mediaType().equals("application/json")
                && inbox.takeError(status, call.body(MAX_ERROR_BYTES), exchange)) {
            refusedAsOld &= !(exchange.outcome() instanceof Failure failure && MODERN_ERRORS.contains(failure.code()));
            return;
        }
        if (status >= 502 && status <= 504) {
            throw UpstreamFailure.absent("the server answered with HTTP status " + status);
        }
        Reason reason = switch (status) {
            case 401, 403, 407, 408, 429 -> Reason.UPSTREAM_UNAVAILABLE;
            default -> status >= 500 ? Reason.UPSTREAM_UNAVAILABLE : Reason.UPSTREAM_PROTOCOL;
        };
        throw new UpstreamFailure(reason, "the server answered with HTTP status " + status);
    }

    private byte[] whole(HttpCall call) throws IOException {
        byte[] body = call.body(settings.maxMessageBytes() + 1);
        if (body.length > settings.maxMessageBytes()) {
            throw new StreamRefused("longer than " + settings.maxMessageBytes() + " bytes");
        }
        return body;
    }

    private void pause() throws UpstreamFailure, InterruptedException {
        if (exchange.modern() || !HeaderValue.token(lastEventId)) {
            throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the stream ended before the answer");
        }
        Duration left = left();
        if (!exchange.answeredWithin(retry.compareTo(left) < 0 || left.isZero() ? retry : left)) {
            left();
        }
    }

    /** What is left of the time, at least a millisecond; zero where there is no limit. */
    private Duration left() throws UpstreamFailure {
        if (exchange.listens()) {
            return Duration.ZERO;
        }
        Duration left = exchange.mostLeft();
        if (left.toMillis() <= 0) {
            throw Exchange.late();
        }
        return left;
    }

    private void begin(HttpCall call) {
        current = call;
        // INVARIANT: whoever ends an exchange first marks it, then aborts; one of the two sides sees the other.
        if (exchange.answered()) {
            call.abort();
        }
    }

    private void end(@Nullable HttpCall call) {
        current = null;
        if (call != null) {
            call.close();
        }
    }
}
