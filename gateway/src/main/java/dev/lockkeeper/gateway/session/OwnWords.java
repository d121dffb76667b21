package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;

/**
 * How the gateway asks a server in which eras it speaks. What is found out holds for all callers, so that nothing in the
 * question is any client's.
 */
final class OwnWords {

    private static final JsonObject CLIENT =
            JsonObject.EMPTY.with("name", "lockkeeper").with("version", "1");

    private OwnWords() {}

    static Request discover() {
        JsonObject meta = JsonObject.EMPTY
                .with(ClientProfile.VERSION_KEY, ProtocolVersion.V2026_07_28.text())
                .with(ClientProfile.CAPABILITIES_KEY, JsonObject.EMPTY)
                .with(ClientProfile.CLIENT_KEY, CLIENT);
        return Request.of(id("discover"), "server/discover", JsonObject.EMPTY.with("_meta", meta));
    }

    static Request initialize() {
        JsonObject params = JsonObject.EMPTY
                .with("protocolVersion", ProtocolVersion.V2025_11_25.text())
                .with("capabilities", JsonObject.EMPTY)
                .with("clientInfo", CLIENT);
        return Request.of(id("initialize"), "initialize", params);
    }

    private static RequestId id(String purpose) {
        return new RequestId(new JsonString("lockkeeper-" + purpose));
    }
}
