package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.ParamHeaders;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.util.Optional;

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

    /** Whether the server may be spoken to in the request's era. */
    static void era(Era era, Optional<Era> spoken) throws JsonRefused {
        Era only = spoken.orElse(era);
        if (only == Era.LEGACY && era == Era.MODERN) {
            throw new JsonRefused(
                    Reason.UPSTREAM_LEGACY,
                    "This server speaks " + ProtocolVersion.V2025_11_25.text() + "; begin with initialize.");
        }
        if (only == Era.MODERN && era == Era.LEGACY) {
            throw new JsonRefused(
                    Reason.VERSION_UNSUPPORTED,
                    "This server speaks " + ProtocolVersion.V2026_07_28.text() + " only, without initialize.");
        }
    }
}
