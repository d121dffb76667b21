package dev.lockkeeper.gateway.front;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request on its way through the entrance, and what is known of it so far. Used by one thread until it is
 * detached; from then on only its end is anybody's.
 */
final class Visit {

    private static final int MAX_PATH = 128;

    private final Request request;
    private final Callback callback;
    private final Consumer<Visit> unread;
    private final Output output;
    private final Headers headers;
    private final Deque<Runnable> atEnd = new ArrayDeque<>(2);
    private boolean detached;
    private boolean ended;
    private @Nullable Caller caller;
    private @Nullable Address address;

    /** @param unread told when the peer does not read its answer */
    Visit(Request request, Response response, Callback callback, Duration writeTimeout, Consumer<Visit> unread) {
        this.request = request;
        this.unread = unread;
        this.callback = callback;
        this.output = new Output(response, writeTimeout);
        this.headers = new Headers(request.getHeaders());
    }

    /** The answer stays open when the handling thread leaves; who detaches it sees to its end. */
    void detach() {
        detached = true;
    }

    boolean detached() {
        return detached;
    }

    /** Does this when the visit ends, however it does; at once where it has ended. */
    void atEnd(Runnable action) {
        synchronized (this) {
            if (!ended) {
                atEnd.push(action);
                return;
            }
        }
        action.run();
    }

    /** The answer is complete. Does nothing where the visit has ended. */
    void complete() {
        if (end()) {
            callback.succeeded();
        }
    }

    /** The answer will not be complete: the peer went away or does not read. Does nothing where the visit has ended. */
    void abort(Throwable cause) {
        if (!end()) {
            return;
        }
        if (cause.getCause() instanceof TimeoutException) {
            // It may hold a write; over HTTP/1 only closing the connection frees it.
            if (request.getConnectionMetaData().getHttpVersion().getVersion() < 20) {
                GuardedEndPoint.of(request).close();
            }
            unread.accept(this);
        }
        // A peer that went away is no fault: Jetty is told so by the kind of exception.
        callback.failed(cause instanceof IOException ? new EofException(cause) : cause);
    }

    private boolean end() {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        atEnd.forEach(Runnable::run);
        return true;
    }

    Request request() {
        return request;
    }

    Output output() {
        return output;
    }

    Headers headers() {
        return headers;
    }

    /** The caller; null until it is known. */
    @Nullable Caller caller() {
        return caller;
    }

    /** Where it goes; known once it is admitted. */
    Address address() {
        return Objects.requireNonNull(address);
    }

    String route() {
        return address().route();
    }

    void admitted(Caller who, Address where) {
        this.caller = who;
        this.address = where;
    }

    /** What the journal keeps of it; the path bounded, since it is the peer's text. */
    JsonObject circumstances(int status) {
        String path = address == null || address.session().isEmpty()
                ? request.getHttpURI().getPath()
                : Address.messages(address.route(), "…");
        String bounded = path == null ? "" : path.substring(0, Math.min(path.length(), MAX_PATH));
        String method = request.getMethod();
        return JsonObject.EMPTY
                .with("status", JsonNumber.of(status))
                .with("remote", Request.getRemoteAddr(request))
                .with("protocol", request.getConnectionMetaData().getProtocol().toLowerCase(Locale.ROOT))
                .with("method", method.substring(0, Math.min(method.length(), 16)))
                .with("path", bounded);
    }
}
