package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * {@code tools/call}.
 *
 * @param definition the tool as the server listed it to this caller; a call without one is never built
 * @param arguments empty where the call has none
 */
public record ToolCall(String server, ToolDefinition definition, JsonObject arguments, JsonObject params)
        implements Action {

    public String tool() {
        return definition.name();
    }

    @Override
    public String method() {
        return "tools/call";
    }

    @Override
    public String target() {
        return definition.name();
    }
}
