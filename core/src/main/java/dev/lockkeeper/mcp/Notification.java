package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * A notification.
 *
 * @param params empty where the message has none
 */
public record Notification(String method, JsonObject params, Wire wire) implements Message {

    /** A notification that the gateway writes itself. */
    public static Notification of(String method, JsonObject params) {
        var body = JsonObject.EMPTY.with("jsonrpc", "2.0").with("method", method);
        return new Notification(
                method, params, Wire.of((params.members().isEmpty() ? body : body.with("params", params)).text()));
    }
}
