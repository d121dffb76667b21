package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** {@code prompts/get}. */
public record PromptGet(String server, String name, JsonObject params) implements Action {

    @Override
    public String method() {
        return "prompts/get";
    }

    @Override
    public String target() {
        return name;
    }
}
