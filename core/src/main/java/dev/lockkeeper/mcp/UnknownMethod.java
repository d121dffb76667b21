package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** A method that the gateway does not know in this direction and era; never permitted. */
public record UnknownMethod(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
