package dev.lockkeeper.bench.load;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where requests go.
 *
 * @param path of the endpoint
 * @param token the bearer token; empty where none is asked for
 * @param modern whether requests stand alone, as from 2026-07-28, or belong to a session
 */
public record Target(int port, String path, String token, boolean modern) {

    private static final String LEGACY = "2025-11-25";
    private static final String MODERN = "2026-07-28";
    private static final JsonObject META = JsonObject.EMPTY
            .with("io.modelcontextprotocol/protocolVersion", MODERN)
            .with("io.modelcontextprotocol/clientCapabilities", JsonObject.EMPTY)
            .with(
                    "io.modelcontextprotocol/clientInfo",
                    JsonObject.EMPTY.with("name", "bench").with("version", "1"));

    JsonObject toJson() {
        return JsonObject.EMPTY
                .with("port", JsonNumber.of(port))
                .with("path", path)
                .with("token", token)
                .with("era", modern ? MODERN : LEGACY);
    }

    static Target of(JsonObject json) {
        return new Target(
                Integer.parseInt(text(json, "port")),
                text(json, "path"),
                text(json, "token"),
                text(json, "era").equals(MODERN));
    }

    static String text(JsonObject json, String member) {
        String string = json.string(member);
        return string == null ? String.valueOf(json.get(member)) : string;
    }

    ByteBuffer initialize() {
        JsonObject params = JsonObject.EMPTY
                .with("protocolVersion", LEGACY)
                .with("capabilities", JsonObject.EMPTY)
                .with("clientInfo", JsonObject.EMPTY.with("name", "bench").with("version", "1"));
        return post("", message("initialize", params).with("id", JsonNumber.of(0)));
    }

    ByteBuffer initialized(String session) {
        return post(session(session), message("notifications/initialized", JsonObject.EMPTY));
    }

    /** @param id of the request; every one of a target has the same length */
    ByteBuffer call(String session, String tool, String id) {
        JsonObject params = Workload.params(tool);
        String headers = modern
                ? "MCP-Protocol-Version: " + MODERN + "\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n"
                : session(session);
        return post(
                headers,
                message("tools/call", modern ? params.with("_meta", META) : params)
                        .with("id", id));
    }

    ByteBuffer listen(String session) {
        return bytes("GET", "Accept: text/event-stream\r\n" + session(session), "");
    }

    ByteBuffer end(String session) {
        return bytes("DELETE", session(session), "");
    }

    private static JsonObject message(String method, JsonObject params) {
        return JsonObject.EMPTY.with("jsonrpc", "2.0").with("method", method).with("params", params);
    }

    private static String session(String session) {
        return Optional.of(session)
                        .filter(id -> !id.isEmpty())
                        .map(id -> "Mcp-Session-Id: " + id + "\r\n")
                        .orElse("")
                + "MCP-Protocol-Version: " + LEGACY + "\r\n";
    }

    private ByteBuffer post(String headers, JsonObject body) {
        return bytes(
                "POST",
                "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n" + headers,
                body.text());
    }

    private ByteBuffer bytes(String method, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + headers
                + (method.equals("POST") ? "Content-Length: " + content.length + "\r\n" : "")
                + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(start.length + content.length)
                .put(start)
                .put(content)
                .flip();
    }
}
