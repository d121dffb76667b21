package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** What a server asks of the client: roots/list, sampling/createMessage, elicitation/create, ping. */
public record UpstreamRequest(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
