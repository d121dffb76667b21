package dev.lockkeeper.embed;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import java.util.List;

/** The plainest results of tools: one text. Whatever else the protocol knows can be built from {@link JsonObject}. */
public final class ToolResult {

    private ToolResult() {}

    /** A {@code CallToolResult} of this text. */
    public static JsonObject text(String text) {
        return JsonObject.EMPTY.with(
                "content",
                new JsonArray(List.of(JsonObject.EMPTY.with("type", "text").with("text", text))));
    }

    /**
     * A {@code CallToolResult} by which the tool itself says what went wrong. The text is for the caller: paths, stack
     * traces and the like are removed from it as from any result.
     */
    public static JsonObject error(String text) {
        return text(text).with("isError", JsonBoolean.TRUE);
    }
}
