package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** What keeps a conversation going and names nothing: initialize, ping, logging/setLevel, server/discover. */
public record Housekeeping(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
