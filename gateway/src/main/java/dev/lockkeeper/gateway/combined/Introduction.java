package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.reason.Reason;
import java.util.List;

/**
 * What the gateway says of itself where it stands for all servers. It needs none of them for that: they are opened when
 * something is asked of them.
 */
final class Introduction {

    private static final JsonObject CHANGING = JsonObject.EMPTY.with("listChanged", JsonBoolean.TRUE);
    private static final JsonObject CAPABILITIES = JsonObject.EMPTY
            .with("tools", CHANGING)
            .with("prompts", CHANGING)
            .with("resources", CHANGING.with("subscribe", JsonBoolean.TRUE))
            .with("completions", JsonObject.EMPTY)
            .with("logging", JsonObject.EMPTY);

    private Introduction() {}

    static JsonObject initialized(JsonObject params, JsonObject implementation) throws JsonRefused {
        String wanted = params.string("protocolVersion");
        if (wanted == null) {
            throw new JsonRefused(Reason.PARAMS_INVALID, "The member protocolVersion must be a string.");
        }
        return JsonObject.EMPTY
                .with("protocolVersion", spoken(params).text())
                .with("capabilities", CAPABILITIES)
                .with("serverInfo", implementation);
    }

    /** What is spoken with a client that begins with these parameters. */
    static ProtocolVersion spoken(JsonObject params) {
        return ProtocolVersion.of(String.valueOf(params.string("protocolVersion")))
                .filter(version -> version.era() == Era.LEGACY)
                .orElse(ProtocolVersion.V2025_11_25);
    }

    static JsonObject discovered(JsonObject implementation) {
        return JsonObject.EMPTY
                .with("resultType", "complete")
                .with("supportedVersions", JsonArray.ofStrings(List.of(ProtocolVersion.LATEST.text())))
                .with("capabilities", CAPABILITIES)
                .with("_meta", JsonObject.EMPTY.with("io.modelcontextprotocol/serverInfo", implementation))
                .with("ttlMs", JsonNumber.of(0))
                .with("cacheScope", "private");
    }
}
