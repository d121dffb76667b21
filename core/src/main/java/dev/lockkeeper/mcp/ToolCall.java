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

    /** The call as the result of its task is judged: that may not be the handle of a further task. */
    public ToolCall awaited() {
        return new ToolCall(
                server, definition, arguments, params.without("task").without("_meta"));
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
