package dev.lockkeeper.gateway.combined;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.reason.Reason;
import java.util.List;

/**
 * Keeps tasks away from where all servers are one: a task is asked for by its id, which does not say at which server it
 * is. So nobody is to be handed one here.
 */
final class Taskless {

    private static final List<String> EXTENSIONS = List.of(
            "params", "_meta", "io.modelcontextprotocol/clientCapabilities", "extensions", TaskHandle.EXTENSION);

    private Taskless() {}

    /**
     * The request as one of a client that knows no tasks.
     *
     * @throws JsonRefused where it asks for one
     */
    static Request of(Request request) throws JsonRefused {
        if (request.method().equals("tools/call") && request.params().get("task") != null) {
            throw new JsonRefused(
                    Reason.PARAMS_INVALID,
                    "There are no tasks where all servers are one; leave task out, or use the path of the server.");
        }
        return TaskHandle.declared(request.params()) ? undeclared(request) : request;
    }

    private static Request undeclared(Request request) {
        return new Request(
                request.id(),
                request.method(),
                without(request.params(), EXTENSIONS.subList(1, EXTENSIONS.size())),
                WireEdit.remove(request.wire(), EXTENSIONS));
    }

    private static JsonObject without(JsonObject holder, List<String> path) {
        String name = path.getFirst();
        JsonObject inner = holder.object(name);
        return path.size() == 1 || inner == null
                ? holder.without(name)
                : holder.with(name, without(inner, path.subList(1, path.size())));
    }
}
