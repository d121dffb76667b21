package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** A notification from the client: initialized, cancelled, progress, roots/list_changed. */
public record ClientNotice(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
