package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** The progress token this request carries, as JSON text; empty where it has none that could be used. */
    public Optional<String> progressToken() {
        return token(meta().get("progressToken"));
    }

    /** A progress token as JSON text; empty where it is no number or string of a sensible length. */
    public static Optional<String> token(@Nullable Json token) {
        return switch (token) {
            case JsonString text when text.value().length() <= RequestId.MAX_CHARS -> Optional.of(text.text());
            case JsonNumber number when number.literal().length() <= RequestId.MAX_CHARS -> Optional.of(number.text());
            case null, default -> Optional.empty();
        };
    }
}
