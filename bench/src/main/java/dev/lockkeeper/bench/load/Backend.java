package dev.lockkeeper.bench.load;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An MCP server of both eras that costs as little as it can: every call gets the same result. It answers a GET with 405,
 * or with a stream that stays open when told so. Prints its port, and ends when its standard input does.
 */
public final class Backend extends Handler.Abstract {

    /** The argument that makes it keep a stream of its own for each session. */
    public static final String STREAMS = "streams";

    private static final byte[] CALL = ascii("\"method\":\"tools/call\"");
    private static final byte[] ID = ascii("\"id\":");
    private static final byte[] HEAD = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] RESULT =
            ascii(",\"result\":" + Workload.result().text() + "}");
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final boolean streams;
    private final AtomicLong sessions = new AtomicLong();

    private Backend(boolean streams) {
        this.streams = streams;
    }

    public static void main(String[] arguments) throws Exception {
        var threads = new QueuedThreadPool(200, 8);
        threads.setDaemon(true);
        var server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setIdleTimeout(-1);
        // A cache of fields costs each connection 100 KB, and ten thousand of them this process.
        http.setHeaderCacheSize(0);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(600_000);
        connector.setAcceptQueueSize(4_096);
        server.addConnector(connector);
        server.setHandler(new Backend(List.of(arguments).contains(STREAMS)));
        server.start();
        System.out.println(connector.getLocalPort());
        System.out.flush();
        var _ = System.in.readAllBytes();
        System.exit(0);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        switch (request.getMethod()) {
            case "POST" -> post(bytes(request), response, callback);
            case "GET" -> get(response, callback);
            default -> status(204, response, callback);
        }
        return true;
    }

    private void get(Response response, Callback callback) {
        if (!streams) {
            status(405, response, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        // The callback is never completed, so the stream stays open.
        response.write(false, ByteBuffer.wrap(ascii(":\n\n")), Callback.NOOP);
    }

    private void post(byte[] body, Response response, Callback callback) throws JsonRefused {
        if (find(body, CALL) >= 0) {
            answer(called(body), response, callback);
            return;
        }
        if (!(READER.read(body) instanceof JsonObject message) || message.get("id") == null) {
            status(202, response, callback);
            return;
        }
        if ("initialize".equals(message.string("method"))) {
            response.getHeaders().put("Mcp-Session-Id", "session-" + sessions.incrementAndGet());
        }
        var answer = JsonObject.EMPTY
                .with("jsonrpc", "2.0")
                .with("id", idOf(message))
                .with("result", result(message));
        answer(answer.text().getBytes(StandardCharsets.UTF_8), response, callback);
    }

    private static Json idOf(JsonObject message) {
        Json id = message.get("id");
        return id == null ? new JsonString("") : id;
    }

    private static JsonObject result(JsonObject message) {
        return switch (message.string("method")) {
            case "initialize" ->
                JsonObject.EMPTY
                        .with("protocolVersion", "2025-11-25")
                        .with("capabilities", JsonObject.EMPTY.with("tools", JsonObject.EMPTY))
                        .with(
                                "serverInfo",
                                JsonObject.EMPTY.with("name", "bench").with("version", "1"));
            case "tools/list" ->
                JsonObject.EMPTY.with(
                        "tools",
                        new JsonArray(List.of(Workload.tool(Workload.READING), Workload.tool(Workload.WRITING))));
            case null, default -> JsonObject.EMPTY;
        };
    }

    // The id as it was written: it is the only part that differs from answer to answer.
    private static byte[] called(byte[] body) {
        int from = find(body, ID) + ID.length;
        int to = from;
        while (body[to] != ',' && body[to] != '}') {
            to++;
        }
        byte[] answer = new byte[HEAD.length + to - from + RESULT.length];
        System.arraycopy(HEAD, 0, answer, 0, HEAD.length);
        System.arraycopy(body, from, answer, HEAD.length, to - from);
        System.arraycopy(RESULT, 0, answer, HEAD.length + to - from, RESULT.length);
        return answer;
    }

    private static void answer(byte[] bytes, Response response, Callback callback) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private static void status(int status, Response response, Callback callback) {
        response.setStatus(status);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    private static byte[] bytes(Request request) throws IOException {
        ByteBuffer buffer = Content.Source.asByteBuffer(request);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static int find(byte[] text, byte[] wanted) {
        search:
        for (int i = 0; i <= text.length - wanted.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (text[i + j] != wanted[j]) {
                    continue search;
                }
            }
            return i;
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
