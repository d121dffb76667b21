package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;

/** An answer that carries an error. */
public record Failure(RequestId id, JsonObject error, Wire wire) implements Response {

    /** An answer that the gateway writes itself. */
    public static Failure of(RequestId id, JsonObject error) {
        var body =
                JsonObject.EMPTY.with("jsonrpc", "2.0").with("id", id.value()).with("error", error);
        return new Failure(id, error, Wire.of(body.text()));
    }

    /** The error's code, or 0 where it has no proper one. */
    public int code() {
        return error.get("code") instanceof JsonNumber number
                        && number.isPlainInteger()
                        && number.literal().length() < 10
                ? Integer.parseInt(number.literal())
                : 0;
    }
}
