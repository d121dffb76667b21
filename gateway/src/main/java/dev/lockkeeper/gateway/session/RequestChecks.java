package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.ParamHeaders;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.util.Set;

/** What a request must satisfy before it is judged, beside its form. */
final class RequestChecks {

    private static final Set<String> OF_TASKS = Set.of("tasks/get", "tasks/update", "tasks/cancel");

    private RequestChecks() {}

    // INVARIANT: before any task is looked up, so that the answer is the same whether it exists.
    /** A request of 2026-07-28 about tasks declares their extension ("Tasks Extension", section "Protocol Errors"). */
    static void declared(Request request) throws JsonRefused {
        if (aboutTasks(request) && !TaskHandle.declared(request.params())) {
            throw new JsonRefused(
                    Reason.TASK_UNDECLARED,
                    "Declare the extension " + TaskHandle.EXTENSION + " in the capabilities of the request.");
        }
    }

    private static boolean aboutTasks(Request request) {
        JsonObject wanted = request.method().equals("subscriptions/listen")
                ? request.params().object("notifications")
                : null;
        return OF_TASKS.contains(request.method()) || wanted != null && wanted.get("taskIds") != null;
    }

    // INVARIANT: what intermediaries read in headers is what the body says (MCP 2026-07-28, "Server Validation").
    static void repeated(Action action, TransportMetadata metadata) throws JsonRefused {
        if (metadata.parameters() == null || !(action instanceof ToolCall call)) {
            return;
        }
        try {
            if (!ParamHeaders.of(call.definition()).agree(call.arguments(), metadata.parameters())) {
                throw new JsonRefused(
                        Reason.HEADER_MISMATCH,
                        "A header Mcp-Param-… is missing or does not say what the arguments say.");
            }
        } catch (UpstreamFailure invalid) {
            throw new JsonRefused(invalid.reason(), "The tool's schema asks for headers that cannot be made.");
        }
    }
}
