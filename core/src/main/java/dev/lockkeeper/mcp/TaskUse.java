package dev.lockkeeper.mcp;

import dev.lockkeeper.json.JsonObject;

/**
 * What is asked or told about a task of the caller's own: {@code tasks/get}, {@code tasks/result}, {@code tasks/update},
 * {@code tasks/cancel}, and the server's notifications of its status. To be judged as the call that made it.
 */
public record TaskUse(Task task, String method, JsonObject params) implements Action {

    @Override
    public String server() {
        return task.call().server();
    }

    /** The tool that was called. */
    @Override
    public String target() {
        return task.call().tool();
    }

    /** Whether an answer is the whole result of the call, and not a description of the task. */
    public boolean isResult() {
        return method.equals("tasks/result");
    }

    /** Whether the server tells of it by itself; otherwise the client asks. */
    public boolean isTold() {
        return method.startsWith("notifications/");
    }

    /** Whether it does more than look. */
    public boolean changes() {
        return method.equals("tasks/cancel") || method.equals("tasks/update");
    }
}
