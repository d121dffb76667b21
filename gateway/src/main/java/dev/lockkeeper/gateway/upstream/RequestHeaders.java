package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that Streamable HTTP wants beside a message, in either era. */
final class RequestHeaders {

    private static final String VERSION = "MCP-Protocol-Version";

    private RequestHeaders() {}

    /** Of a message within a session, up to 2025-11-25. */
    static Map<String, String> of(LegacySession session) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (session.id() != null) {
            headers.put("Mcp-Session-Id", session.id());
        }
        if (session.versioned()) {
            headers.put(VERSION, session.version());
        }
        return headers;
    }

    /** Of a request. */
    static Map<String, String> of(Exchange exchange, LegacySession session) throws UpstreamFailure {
        Request request = exchange.request();
        if (!exchange.modern()) {
            return request.method().equals("initialize") ? Map.of() : of(session);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(VERSION, plain(request.meta().string(Exchange.PROTOCOL_VERSION)));
        headers.put("Mcp-Method", plain(request.method()));
        String name = name(request.method(), request.params());
        if (name != null) {
            headers.put("Mcp-Name", HeaderValue.encode(name));
        }
        if (exchange.permit().action() instanceof ToolCall call) {
            ParamHeaders declared = ParamHeaders.of(call.definition());
            // INVARIANT: what goes on unread was before the guards and is on record, and never speaks for an argument.
            exchange.permit().context().parameters().forEach((parameter, value) -> {
                if (HeaderValue.name(parameter) && !declared.declares(parameter)) {
                    headers.put("Mcp-Param-" + parameter, HeaderValue.encode(value));
                }
            });
            headers.putAll(declared.of(call.arguments()));
        }
        return headers;
    }

    private static @Nullable String name(String method, JsonObject params) {
        return switch (method) {
            case "tools/call", "prompts/get" -> params.string("name");
            case "resources/read" -> params.string("uri");
            case "tasks/get", "tasks/update", "tasks/cancel" -> params.string("taskId");
            default -> null;
        };
    }

    private static String plain(@Nullable String value) throws UpstreamFailure {
        if (value == null || !HeaderValue.token(value)) {
            throw new UpstreamFailure(Reason.PARAMS_INVALID, "a protocol version or method that no header can hold");
        }
        return value;
    }
}
