package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** A notification from the server: progress, message, list_changed, resources/updated. */
public record UpstreamNotice(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
