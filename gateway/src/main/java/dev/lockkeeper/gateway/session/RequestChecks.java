package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.ParamHeaders;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;

/** What a request must satisfy before it is judged, beside its form. */
final class RequestChecks {

    private RequestChecks() {}

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
