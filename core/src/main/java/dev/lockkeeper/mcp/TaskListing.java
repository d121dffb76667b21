package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;
import java.util.List;

/**
 * {@code tasks/list}.
 *
 * @param own the tasks of the caller: all that it may learn of
 */
public record TaskListing(String server, List<Task> own, JsonObject params) implements Action {

    public TaskListing {
        own = List.copyOf(own);
    }

    @Override
    public String method() {
        return "tasks/list";
    }

    @Override
    public String target() {
        return "";
    }
}
