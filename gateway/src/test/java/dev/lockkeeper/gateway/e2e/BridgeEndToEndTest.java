package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official client of one era with real servers that know only the other, over both transports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeEndToEndTest {

    private static final String MODERN = "2026-07-28";
    private static final JsonObject ABLE = JsonObject.EMPTY
            .with("elicitation", JsonObject.EMPTY.with("form", JsonObject.EMPTY).with("url", JsonObject.EMPTY))
            .with("sampling", JsonObject.EMPTY)
            .with("roots", JsonObject.EMPTY);
    private static final String RESOURCE = "demo://resource/static/document/features.md";

    private Program program;
    private Program.Serving gateway;
    private String token;
    private Process everything;
    private Process modern;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var builder = new ProcessBuilder(
                        "node",
                        Peers.folder()
                                .resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js")
                                .toString(),
                        "streamableHttp")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        everything = builder.start();
        String script = Peers.folder().resolve("modern-server.mjs").toString();
        modern = new ProcessBuilder("node", script, "http", "only").start();
        String modernPort =
                new BufferedReader(new InputStreamReader(modern.getInputStream(), StandardCharsets.UTF_8)).readLine();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        String legacy = """
                    client-requests: [elicitation, sampling, roots]
                    read-only: ['*']
                    allow:
                      - echo
                      - get-roots-list
                      - get-structured-content
                      - toggle-subscriber-updates
                      - toggle-simulated-logging
                      - trigger-elicitation-request
                      - trigger-long-running-operation
                      - trigger-sampling-request
                      - trigger-url-elicitation
                      - { resources: ['demo://resource/static/**'], prompts: ['*'] }
                """;
        String alone = """
                    client-requests: [elicitation, sampling, roots]
                    allow: ['*', { resources: ['test://greeting', 'test://file/*'], prompts: [hello] }]
                """;
        program = new Program(directory);
        program.configure("servers:\n"
                + "  legacy-stdio:\n    run: " + Peers.run("everything") + "\n    env-from: [PATH]\n" + legacy
                + "  legacy-http:\n    url: http://127.0.0.1:" + port + "/mcp\n" + legacy
                + "  modern-stdio:\n    run: [node, " + script + ", stdio, only]\n    env-from: [PATH]\n" + alone
                + "  modern-http:\n    url: http://127.0.0.1:" + modernPort + "/mcp\n" + alone
                + "  silent:\n    run: " + Peers.run("everything")
                + "\n    env-from: [PATH]\n    client-requests: []\n    allow: [trigger-elicitation-request, echo]\n");
        token = program.token("alice");
        gateway = program.serve();
    }

    @AfterAll
    void end() throws Exception {
        gateway.close();
        everything.destroyForcibly().onExit().join();
        modern.destroyForcibly().onExit().join();
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
    }

    private JsonObject over(String server, String mode) {
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", mode)
                .with("url", gateway.url(server))
                .with("token", token)
                .with("capabilities", ABLE)
                .with("roots", new JsonArray(List.of(JsonObject.EMPTY.with("uri", "file:///srv/docs"))))
                .with(
                        "elicitation",
                        JsonObject.EMPTY
                                .with("action", "accept")
                                .with(
                                        "content",
                                        JsonObject.EMPTY.with("name", "Ada").with("word", "yes")))
                .with(
                        "sampling",
                        JsonObject.EMPTY
                                .with("role", "assistant")
                                .with("model", "m")
                                .with(
                                        "content",
                                        JsonObject.EMPTY.with("type", "text").with("text", "a thought")));
    }

    private static JsonObject op(String op) {
        return JsonObject.EMPTY.with("op", op);
    }

    private static String text(RealClient client, JsonObject operation) throws Exception {
        Outcome outcome = client.ask(operation);
        assertThat(outcome.ok()).as(outcome.answer().text()).isTrue();
        return outcome.result().text();
    }

    private static String call(RealClient client, String tool, JsonObject arguments) throws Exception {
        return text(client, op("call").with("name", tool).with("arguments", arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy-stdio", "legacy-http"})
    void a_modern_client_uses_all_that_a_legacy_server_offers(String server) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            String connected = text(client, over(server, MODERN));
            assertThat(connected).contains("\"version\":\"" + MODERN + "\"", "mcp-servers/everything", "\"tools\"");
            assertThat(connected).doesNotContain("tasks");
            assertThat(text(client, op("tools")))
                    .contains("\"echo\"", "trigger-sampling-request")
                    .doesNotContain("simulate-research-query");
            assertThat(call(client, "echo", JsonObject.EMPTY.with("message", "good day")))
                    .contains("good day");
            assertThat(call(client, "get-structured-content", JsonObject.EMPTY.with("location", "Chicago")))
                    .contains("structuredContent");
            assertThat(client.call("get-env", JsonObject.EMPTY).data("reason")).isEqualTo("policy.default-deny");
            assertThat(text(client, op("resources"))).contains(RESOURCE);
            assertThat(text(client, op("read").with("uri", RESOURCE))).contains("text");
            Outcome absent = client.ask(op("read").with("uri", "demo://resource/static/absent"));
            assertThat(absent.answer().text()).contains("-32602").doesNotContain("-32002");
            assertThat(text(client, op("prompt").with("name", "simple-prompt"))).contains("messages");
            assertThat(text(client, completion("completable-prompt", "department", "E")))
                    .contains("Engineering");
            assertThat(text(
                            client,
                            op("call")
                                    .with("name", "trigger-long-running-operation")
                                    .with("arguments", steps(1, 4))
                                    .with("progress", JsonBoolean.TRUE)))
                    .containsPattern("\"progress\":[1-9]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy-stdio", "legacy-http"})
    void what_a_legacy_server_asks_reaches_a_modern_client_in_the_answer_of_its_call(String server) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over(server, MODERN));
            assertThat(call(client, "trigger-elicitation-request", JsonObject.EMPTY))
                    .contains("Ada");
            assertThat(call(client, "trigger-sampling-request", JsonObject.EMPTY.with("prompt", "think")))
                    .contains("a thought");
            assertThat(call(client, "get-roots-list", JsonObject.EMPTY)).contains("file:///srv/docs");
            assertThat(call(client, "trigger-url-elicitation", JsonObject.EMPTY.with("url", "https://example.com/go")))
                    .contains("completed");
            // The error -32042 of 2025-11-25 becomes a question too, and the retry a call of its own.
            assertThat(call(
                            client,
                            "trigger-url-elicitation",
                            JsonObject.EMPTY
                                    .with("url", "https://example.com/more")
                                    .with("errorPath", JsonBoolean.TRUE)))
                    .contains("completed");
            assertThat(text(client, op("asked")))
                    .contains("https://modelcontextprotocol.io", "https://example.com/more")
                    .doesNotContain("elicitationId");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            legacy-stdio | demo://resource/static/document/features.md | toggle-subscriber-updates | {}
            legacy-http  | demo://resource/static/document/features.md | toggle-subscriber-updates | {}
            modern-stdio | test://greeting | touch | {"uri":"test://greeting"}
            modern-http  | test://greeting | touch | {"uri":"test://greeting"}
            """)
    void a_modern_client_subscribes(String server, String resource, String tool, String arguments) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over(server, MODERN));
            JsonObject filter = JsonObject.EMPTY
                    .with("toolsListChanged", JsonBoolean.TRUE)
                    .with("resourceSubscriptions", JsonArray.ofStrings(List.of(resource)));
            assertThat(text(client, op("listen").with("filter", filter))).contains(resource, "toolsListChanged");
            call(client, tool, RawClient.read(arguments));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.ask(op("notices")).result().text().contains(resource));
            text(client, op("unlisten"));
            assertThat(client.ask(op("listen")
                                    .with(
                                            "filter",
                                            JsonObject.EMPTY.with(
                                                    "resourceSubscriptions",
                                                    JsonArray.ofStrings(List.of("file:///etc/passwd")))))
                            .ok())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy-stdio", "legacy-http"})
    void a_modern_client_gives_up_a_call_and_goes_on(String server) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over(server, MODERN));
            assertThat(text(
                            client,
                            op("cancel")
                                    .with("name", "trigger-long-running-operation")
                                    .with("arguments", steps(50, 250))))
                    .contains("\"cancelled\":true");
            assertThat(call(client, "echo", JsonObject.EMPTY.with("message", "still here")))
                    .contains("still here");
        }
    }

    @Test
    void a_modern_client_hears_the_log_of_a_legacy_server_where_it_asks_for_it() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over("legacy-http", MODERN));
            // Says something at once and then every five seconds, at a level of chance.
            call(client, "toggle-simulated-logging", JsonObject.EMPTY);
            assertThat(text(client, op("logs"))).isEqualTo("{\"logs\":[]}");
            text(
                    client,
                    op("call")
                            .with("name", "trigger-long-running-operation")
                            .with("arguments", steps(7, 1))
                            .with("meta", JsonObject.EMPTY.with("io.modelcontextprotocol/logLevel", "debug")));
            assertThat(text(client, op("logs"))).contains("level");
        }
    }

    @Test
    void a_modern_client_over_stdio_wraps_a_legacy_server() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            JsonObject connect = over("legacy-stdio", MODERN).without("url");
            JsonObject wrapped = program.stdio(MODERN, "stdio", "--server", "legacy-stdio");
            for (var member : wrapped.members().entrySet()) {
                connect = connect.with(member.getKey(), member.getValue());
            }
            assertThat(text(client, connect)).contains(MODERN);
            assertThat(call(client, "trigger-elicitation-request", JsonObject.EMPTY))
                    .contains("Ada");
            assertThat(text(
                            client,
                            op("cancel")
                                    .with("name", "trigger-long-running-operation")
                                    .with("arguments", steps(50, 250))))
                    .contains("\"cancelled\":true");
            assertThat(call(client, "echo", JsonObject.EMPTY.with("message", "still here")))
                    .contains("still here");
        }
    }

    @Test
    void what_the_policy_does_not_let_a_legacy_server_ask_is_not_offered_to_it() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over("silent", MODERN));
            assertThat(client.call("trigger-elicitation-request", JsonObject.EMPTY)
                            .data("reason"))
                    .isEqualTo("tool.unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern-stdio", "modern-http"})
    void a_legacy_client_uses_a_server_that_knows_only_the_modern_era(String server) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            assertThat(text(client, over(server, "legacy"))).contains("\"version\":\"2025-11-25\"", "\"modern\"");
            assertThat(call(
                            client,
                            "add",
                            JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3))))
                    .contains("\"sum\":5");
            assertThat(text(client, op("tools"))).contains("interview");
            assertThat(text(client, op("prompt").with("name", "hello").with("arguments", name("Ada"))))
                    .contains("Hello Ada");
            assertThat(text(client, op("resources")))
                    .contains("test://greeting")
                    .doesNotContain("test://secret");
            assertThat(text(client, op("templates"))).contains("test://file/{name}");
            assertThat(text(client, completion("hello", "name", "A"))).contains("Ada");
            assertThat(text(client, op("read").with("uri", "test://greeting"))).contains("good day");
            assertThat(client.ask(op("read").with("uri", "test://secret")).data("reason"))
                    .isEqualTo("policy.default-deny");
            assertThat(text(client, op("call").with("name", "count").with("progress", JsonBoolean.TRUE)))
                    .containsPattern("\"progress\":[1-9]");
            text(client, op("ping"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern-stdio", "modern-http"})
    void what_a_modern_server_asks_reaches_a_legacy_client_as_requests(String server) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over(server, "legacy"));
            assertThat(call(client, "greet", JsonObject.EMPTY)).contains("Hello Ada");
            // Two rounds; the state in between is the server's own and has characters that are easily lost.
            assertThat(call(client, "interview", JsonObject.EMPTY.with("topic", "weather")))
                    .contains("weather: \\\"\\\\u00e4\\nyes;yes;");
            assertThat(call(client, "sample", JsonObject.EMPTY)).contains("a thought");
            assertThat(call(client, "where", JsonObject.EMPTY)).contains("file:///srv/docs");
            assertThat(call(client, "visit", JsonObject.EMPTY)).contains("visited: accept");
            Outcome endless = client.call("persist", JsonObject.EMPTY);
            assertThat(endless.ok()).isFalse();
            assertThat(endless.data("reason")).isEqualTo("upstream.protocol");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern-stdio", "modern-http"})
    void a_legacy_client_subscribes_at_a_modern_server_and_hears_its_log(String server) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over(server, "legacy"));
            text(client, op("subscribe").with("uri", "test://greeting"));
            call(client, "touch", JsonObject.EMPTY.with("uri", "test://greeting"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.ask(op("notices")).result().text().contains("test://greeting"));
            assertThat(client.ask(op("subscribe").with("uri", "test://secret")).data("reason"))
                    .isEqualTo("policy.default-deny");
            text(client, op("unsubscribe").with("uri", "test://greeting"));
            call(client, "log", JsonObject.EMPTY);
            assertThat(text(client, op("logs"))).isEqualTo("{\"logs\":[]}");
            text(client, op("level").with("level", "error"));
            call(client, "log", JsonObject.EMPTY);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.ask(op("logs")).result().text().contains("great matter"));
            assertThat(text(client, op("logs"))).doesNotContain("small matter");
        }
    }

    @Test
    void a_client_that_cannot_be_asked_gets_an_error_that_says_so() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            text(client, over("modern-http", "legacy").with("capabilities", JsonObject.EMPTY));
            Outcome outcome = client.call("where", JsonObject.EMPTY);
            assertThat(outcome.ok()).isFalse();
            assertThat(outcome.answer().get("code")).isEqualTo(JsonNumber.of(-32021));
        }
    }

    private static JsonObject completion(String prompt, String argument, String value) {
        return op("complete")
                .with("ref", JsonObject.EMPTY.with("type", "ref/prompt").with("name", prompt))
                .with("argument", name(argument).with("value", value));
    }

    private static JsonObject steps(int seconds, int steps) {
        return JsonObject.EMPTY.with("duration", JsonNumber.of(seconds)).with("steps", JsonNumber.of(steps));
    }

    private static JsonObject name(String name) {
        return JsonObject.EMPTY.with("name", name);
    }
}
