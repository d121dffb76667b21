package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/** A message about a task that does not exist for its sender or its receiver; never permitted. */
public record UnknownTask(String server, String method, JsonObject params) implements Action {

    @Override
    public String target() {
        return "";
    }
}
