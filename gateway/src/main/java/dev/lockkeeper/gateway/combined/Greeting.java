package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.gateway.session.ClientProfile;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How a client up to 2025-11-25 began, so that it can begin in the same way with each server when that is needed.
 *
 * @param params of its {@code initialize}, bounded
 * @param metadata what the transport said beside it
 * @param level the parameters of its last {@code logging/setLevel}; null where there was none
 */
record Greeting(
        JsonObject params,
        TransportMetadata metadata,
        @Nullable JsonObject level) {

    private static final int LONGEST_LEVEL = 64;

    /** @param params of {@code initialize}, of which only what says who the client is is kept */
    static Greeting of(JsonObject params, TransportMetadata metadata) throws JsonRefused {
        JsonObject spoken =
                params.with("protocolVersion", Introduction.spoken(params).text());
        return new Greeting(ClientProfile.introduction(spoken), metadata, null);
    }

    Greeting withLevel(JsonObject wanted) throws JsonRefused {
        String name = Combined.text(wanted, "level");
        if (name.length() > LONGEST_LEVEL) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "The member level must be a log level.");
        }
        return new Greeting(params, metadata, JsonObject.EMPTY.with("level", name));
    }

    Request initialize(RequestId id) {
        return Request.of(id, "initialize", params);
    }

    static Notification initialized() {
        return Notification.of("notifications/initialized", JsonObject.EMPTY);
    }
}
