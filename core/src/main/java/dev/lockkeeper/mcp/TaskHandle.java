package dev.lockkeeper.mcp;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer that hands over a task in place of a result. */
public final class TaskHandle {

    /** The extension of 2026-07-28 that a client declares to be handed tasks. */
    public static final String EXTENSION = "io.modelcontextprotocol/tasks";

    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final int MAX_ID = 1_024;

    private TaskHandle() {}

    /**
     * The id of the task that the result hands over; empty where it is no such answer, where the client did not ask for
     * one, and where it holds what only a finished result may hold.
     */
    public static Optional<String> in(ToolCall call, JsonObject result) {
        if (holdsContent(result)) {
            return Optional.empty();
        }
        if (call.params().object("task") != null && result.object("task") != null) {
            return id(result.object("task"));
        }
        return declared(call.params()) && "task".equals(result.string("resultType")) ? id(result) : Optional.empty();
    }

    /** The id in the description of a task. */
    public static Optional<String> id(@Nullable JsonObject task) {
        return Optional.ofNullable(task)
                .map(object -> object.string("taskId"))
                .filter(id -> !id.isEmpty() && id.length() <= MAX_ID);
    }

    // A widely used SDK puts an empty list into every answer of a tool.
    private static boolean holdsContent(JsonObject result) {
        Json content = result.get("content");
        return result.get("structuredContent") != null
                || content != null
                        && !(content instanceof JsonArray blocks
                                && blocks.items().isEmpty());
    }

    /** Whether a request of 2026-07-28 with these parameters declares the extension, in the capabilities it must carry. */
    public static boolean declared(JsonObject params) {
        return Optional.ofNullable(params.object("_meta"))
                .map(meta -> meta.object(CAPABILITIES))
                .map(capabilities -> capabilities.object("extensions"))
                .map(extensions -> extensions.get(EXTENSION))
                .isPresent();
    }
}
