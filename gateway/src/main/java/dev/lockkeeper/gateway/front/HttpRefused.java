package dev.lockkeeper.gateway.front;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.reason.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that goes no further: its status, its reason, and what helps the peer. */
final class HttpRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final Reason reason;
    private final String text;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private transient @Nullable RequestId id;
    private boolean modern;
    private transient JsonObject data = JsonObject.EMPTY;

    HttpRefused(int status, Reason reason, String text) {
        super(reason.code(), null, false, false);
        this.status = status;
        this.reason = reason;
        this.text = text;
    }

    static HttpRefused badRequest(String text) {
        return new HttpRefused(400, Reason.HTTP_REQUEST, text);
    }

    /** Answers with this header too. */
    HttpRefused header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Answers the request of this id. */
    HttpRefused answering(@Nullable RequestId request) {
        this.id = request;
        return this;
    }

    /** Adds members to the error's data. */
    HttpRefused data(JsonObject more) {
        this.data = more;
        return this;
    }

    /** Answers in the form of the modern era, which the body has shown. */
    HttpRefused inModernEra() {
        this.modern = true;
        return this;
    }

    int status() {
        return status;
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return text;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable RequestId id() {
        return id;
    }

    boolean modern() {
        return modern;
    }

    JsonObject data() {
        return data;
    }
}
