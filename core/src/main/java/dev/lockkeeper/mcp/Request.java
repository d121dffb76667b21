package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;

/**
 * A request.
 *
 * @param params empty where the message has none
 */
public record Request(RequestId id, String method, JsonObject params, Wire wire) implements Message {

    /** A request that the gateway writes itself. */
    public static Request of(RequestId id, String method, JsonObject params) {
        var body =
                JsonObject.EMPTY.with("jsonrpc", "2.0").with("id", id.value()).with("method", method);
        return new Request(
                id, method, params, Wire.of(body.with("params", params).text()));
    }

    /** The {@code _meta} of the parameters, empty where there is none. */
    public JsonObject meta() {
        JsonObject meta = params.object("_meta");
        return meta == null ? JsonObject.EMPTY : meta;
    }

    /** The progress token this request carries, as JSON text, or empty. */
    public java.util.Optional<String> progressToken() {
        return switch (meta().get("progressToken")) {
            case JsonString text -> java.util.Optional.of(text.text());
            case JsonNumber number -> java.util.Optional.of(number.text());
            case null, default -> java.util.Optional.empty();
        };
    }
}
