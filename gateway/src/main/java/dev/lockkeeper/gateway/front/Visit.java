package dev.lockkeeper.gateway.front;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.util.Locale;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** One HTTP request on its way through the entrance, and what is known of it so far. Used by one thread. */
final class Visit {

    private static final int MAX_PATH = 128;

    private final Request request;
    private final Output output;
    private final Headers headers;
    private @Nullable Caller caller;
    private String route = "";

    Visit(Request request, Output output) {
        this.request = request;
        this.output = output;
        this.headers = new Headers(request.getHeaders());
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

    String route() {
        return route;
    }

    void admitted(Caller who, String where) {
        this.caller = who;
        this.route = where;
    }

    /** What the journal keeps of it; the path bounded, since it is the peer's text. */
    JsonObject circumstances(int status) {
        String path = request.getHttpURI().getPath();
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
