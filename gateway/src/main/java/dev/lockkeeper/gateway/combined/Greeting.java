package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * How a client up to 2025-11-25 began, so that it can begin in the same way with each server when that is needed.
 *
 * @param params of its {@code initialize}
 * @param metadata what the transport said beside it
 * @param level the parameters of its last {@code logging/setLevel}; null where there was none
 */
record Greeting(
        JsonObject params,
        TransportMetadata metadata,
        @Nullable JsonObject level) {

    Greeting withLevel(JsonObject wanted) {
        return new Greeting(params, metadata, wanted);
    }

    Request initialize(RequestId id) {
        return Request.of(id, "initialize", params);
    }

    static Notification initialized() {
        return Notification.of("notifications/initialized", JsonObject.EMPTY);
    }
}
