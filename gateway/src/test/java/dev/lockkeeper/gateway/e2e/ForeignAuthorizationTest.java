package dev.lockkeeper.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonNull;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that refuse the gateway's credentials and name the metadata of their own URL. A client that heard of it would
 * look for an issuer that is not that of the URL it used, and bring its token there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignAuthorizationTest {

    private static final String METADATA = "https://upstream.example/.well-known/oauth-protected-resource";
    private static final List<String> FOREIGN = List.of("resource_metadata", "upstream.example", "well-known", "scope");
    private static final JsonObject LEGACY = RawClient.read(
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}");
    private static final JsonObject MODERN = RawClient.read("{\"name\":\"t\",\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer upstream;
    private Program program;
    private Program.Serving gateway;
    private String token;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/", this::answer);
        upstream.start();
        String url = "http://127.0.0.1:" + upstream.getAddress().getPort();
        program = new Program(directory);
        program.configure("""
                servers:
                  unauthorized: { url: URL/unauthorized, allow: ['*'] }
                  forbidden: { url: URL/forbidden, allow: ['*'] }
                  wordless: { url: URL/wordless, allow: ['*'] }
                  expiring: { url: URL/expiring, allow: ['*'] }
                  no-stream: { url: URL/no-stream, transport: sse, allow: ['*'] }
                  no-post: { url: URL/no-post, transport: sse, allow: ['*'] }
                """.replace("URL", url));
        token = program.token("alice");
        gateway = program.serve();
    }

    @AfterAll
    void end() {
        ended.countDown();
        gateway.close();
        upstream.stop(0);
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "unauthorized, server/discover",
        "unauthorized, tools/list",
        "unauthorized, tools/call",
        "unauthorized, initialize",
        "forbidden, server/discover",
        "forbidden, tools/list",
        "forbidden, tools/call",
        "forbidden, initialize",
        "wordless, server/discover",
        "wordless, initialize",
        "no-stream, tools/list",
        "no-stream, initialize",
        "no-post, tools/list",
        "no-post, initialize",
    })
    void trap_11_the_challenge_of_a_server_does_not_reach_the_client(String server, String method) throws Exception {
        assertUntold(send(server, method, method.equals("initialize") ? LEGACY : MODERN, ""));
        assertThat(refused).containsKey(server);
    }

    @Test
    void trap_11_nor_does_one_in_the_middle_of_a_session() throws Exception {
        HttpResponse<String> begun = send("expiring", "initialize", LEGACY, "");
        String session = begun.headers().firstValue("Mcp-Session-Id").orElseThrow();
        for (String method : List.of("notifications/initialized", "tools/list", "logging/setLevel")) {
            assertUntold(send("expiring", method, JsonObject.EMPTY, session));
        }
        assertThat(refused.get("expiring")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorized", "forbidden"})
    void trap_11_nor_over_standard_input_and_output(String server) throws Exception {
        try (var client = new RawClient.OverStdio(program.start("stdio", "--server", server))) {
            assertThat(client.ask("initialize", LEGACY).text())
                    .contains("\"reason\":\"upstream.unavailable\"")
                    .doesNotContain(FOREIGN);
        }
    }

    private static void assertUntold(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isNotIn(401, 403, 407);
        assertThat(answer.headers().map()).doesNotContainKey("www-authenticate");
        assertThat(answer.headers().map() + answer.body())
                .contains("\"reason\":\"upstream.")
                .doesNotContain(FOREIGN);
    }

    private HttpResponse<String> send(String server, String method, JsonObject params, String session)
            throws Exception {
        boolean modern = params.equals(MODERN);
        JsonObject message =
                JsonObject.EMPTY.with("jsonrpc", "2.0").with("method", method).with("params", params);
        var request = HttpRequest.newBuilder(URI.create(gateway.url(server)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", modern ? "2026-07-28" : "2025-11-25")
                .POST(HttpRequest.BodyPublishers.ofString(
                        (method.startsWith("notifications/") ? message : message.with("id", JsonNumber.of(1))).text()));
        if (modern) {
            request.header("Mcp-Method", method).header("Mcp-Name", "t");
        }
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            JsonObject asked = text.isEmpty() ? JsonObject.EMPTY : RawClient.read(text);
            JsonObject answer = JsonObject.EMPTY
                    .with("jsonrpc", "2.0")
                    .with("id", Objects.requireNonNullElse(asked.get("id"), JsonNull.NULL));
            if (name.equals("no-post") && asked.equals(JsonObject.EMPTY)) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("event: endpoint\ndata: /no-post\n\n".getBytes(UTF_8));
                exchange.getResponseBody().flush();
                ended.await();
            } else if (name.equals("expiring") && "initialize".equals(asked.string("method"))) {
                exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
                write(exchange, 200, answer.with("result", LEGACY.with("serverInfo", JsonObject.EMPTY)));
            } else {
                refused.merge(name, 1, Integer::sum);
                refuse(exchange, name, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, String name, JsonObject answer) throws IOException {
        boolean forbidden = name.equals("forbidden");
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        (forbidden ? "Bearer error=\"insufficient_scope\", scope=\"files\", " : "Bearer ")
                                + "resource_metadata=\"" + METADATA + "\"");
        Json error = JsonObject.EMPTY
                .with("code", JsonNumber.of(-32001))
                .with("message", "See " + METADATA)
                .with("data", JsonObject.EMPTY.with("resource_metadata", METADATA));
        if (name.equals("wordless")) {
            exchange.sendResponseHeaders(401, -1);
        } else {
            write(exchange, forbidden ? 403 : 401, answer.with("error", error));
        }
    }

    private static void write(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.text().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
