package dev.lockkeeper.gateway.front;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HTTP/1.1 request as text, header by header. */
final class Wanted {

    static final String META = "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private String method = "POST";
    private String path = "/s/files/mcp";
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private String body = "";

    static Wanted modern(String token) {
        return base(token)
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/list")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":" + META + "}}");
    }

    static Wanted legacy(String token) {
        return base(token)
                .header("MCP-Protocol-Version", "2025-11-25")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    }

    private static Wanted base(String token) {
        return new Wanted()
                .header("Host", "127.0.0.1:PORT")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    Wanted method(String value) {
        this.method = value;
        return this;
    }

    Wanted path(String value) {
        this.path = value;
        return this;
    }

    /** Sets a header to these values, none to leave it out. */
    Wanted header(String name, String... values) {
        headers.remove(name);
        if (values.length > 0) {
            headers.put(name, List.of(values));
        }
        return this;
    }

    Wanted body(String text) {
        this.body = text;
        return this;
    }

    /** A modern call of a tool. */
    Wanted call(String tool) {
        return header("Mcp-Method", "tools/call")
                .header("Mcp-Name", tool)
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"_meta\":" + META + "}}");
    }

    /** A legacy call of a tool. */
    Wanted legacyCall(String tool) {
        return body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\"}}");
    }

    String head(int port) {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + path + " HTTP/1.1");
        headers.forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
        return String.join("\r\n", lines).replace("PORT", Integer.toString(port)) + "\r\n";
    }

    String text(int port) {
        boolean carries = method.equals("POST");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return head(port) + (carries ? "Content-Length: " + length + "\r\n\r\n" + body : "\r\n");
    }
}
