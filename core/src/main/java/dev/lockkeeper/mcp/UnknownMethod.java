package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * A method that the gateway does not know in this direction and version; permitted only where the policy names it.
 *
 * @param fromServer whether a server sent it
 */
public record UnknownMethod(String server, String method, boolean fromServer, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
