package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.RequestId;

/**
 * What a legacy server asked, judged and not yet answered.
 *
 * @param theirs the server's id of it
 * @param key the gateway's name for it, by which the client answers
 * @param bytes its size
 */
record Question(RequestId theirs, String key, String method, JsonObject params, int bytes) {

    /** The entry of {@code inputRequests}. */
    JsonObject entry() {
        var entry = JsonObject.EMPTY.with("method", method);
        return params.members().isEmpty() ? entry : entry.with("params", params);
    }
}
