package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * What a server asks of the client: roots/list, sampling/createMessage, elicitation/create, ping, and up to 2025-11-25
 * what concerns the tasks that the client makes of them.
 *
 * @param origin the method whose permission this needs: its own, or that of the request which the task was made of
 */
public record UpstreamRequest(String server, String method, String origin, JsonObject params) implements Action {

    /** A request that needs its own permission. */
    public UpstreamRequest(String server, String method, JsonObject params) {
        this(server, method, method, params);
    }

    @Override
    public String target() {
        return "";
    }
}
