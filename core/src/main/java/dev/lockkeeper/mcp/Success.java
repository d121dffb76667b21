package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** An answer that carries a result. */
public record Success(RequestId id, JsonObject result, Wire wire) implements Response {

    /** An answer that the gateway writes itself. */
    public static Success of(RequestId id, JsonObject result) {
        var body =
                JsonObject.EMPTY.with("jsonrpc", "2.0").with("id", id.value()).with("result", result);
        return new Success(id, result, Wire.of(body.text()));
    }
}
