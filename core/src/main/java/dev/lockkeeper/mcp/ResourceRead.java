package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** {@code resources/read}. */
public record ResourceRead(String server, String uri, JsonObject params) implements Action {

    @Override
    public String method() {
        return "resources/read";
    }

    @Override
    public String target() {
        return uri;
    }
}
