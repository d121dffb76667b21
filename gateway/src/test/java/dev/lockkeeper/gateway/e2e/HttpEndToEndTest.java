package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEndToEndTest {

    private Path directory;
    private Path workspace;
    private Program program;
    private Process remote;
    private Program.Serving gateway;
    private String token;
    private String other;

    @BeforeAll
    void serve(@TempDir Path temporary) throws Exception {
        directory = temporary;
        workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "hello\n");
        remote = new ProcessBuilder(
                        "node", Peers.folder().resolve("modern-server.mjs").toString(), "http")
                .start();
        String port =
                new BufferedReader(new InputStreamReader(remote.getInputStream(), StandardCharsets.UTF_8)).readLine();
        program = new Program(directory);
        program.configure(configuration(port, "[read_text_file]"));
        token = program.token("alice");
        other = program.token("mallory");
        gateway = program.serve();
    }

    @AfterAll
    void end() throws Exception {
        if (gateway == null) {
            return; // It never started, as the failure or the sentence of the skip says.
        }
        gateway.close();
        remote.destroy();
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
    }

    private String configuration(String port, String files) throws Exception {
        remotePort = port;
        return """
                groups: { readers: [alice] }
                servers:
                  files:
                    run: %s
                    env-from: [PATH]
                    allow: %s
                  memory:
                    run: %s
                    env: { MEMORY_FILE_PATH: %s/memory.json }
                    env-from: [PATH]
                    allow: [{ tools: [create_entities, read_graph], callers: ['group:readers'] }]
                  everything:
                    run: %s
                    env-from: [PATH]
                    client-requests: [elicitation]
                    allow:
                      - echo
                      - trigger-elicitation-request
                      - trigger-sampling-request
                      - trigger-long-running-operation
                      - { resources: ['demo://**'], prompts: ['*'] }
                  remote:
                    url: http://127.0.0.1:%s/mcp
                    client-requests: [elicitation]
                    allow: [add, greet, count, { resources: ['test://greeting'], prompts: [hello] }]
                  pinned:
                    protocol: "2025-11-25"
                    run: %s
                    env-from: [PATH]
                    allow: [add]
                  shadowed:
                    mode: shadow
                    run: %s
                    env-from: [PATH]
                """.formatted(
                        Peers.run("filesystem", workspace.toString()),
                        files,
                        Peers.run("memory"),
                        directory.toRealPath(),
                        Peers.run("everything"),
                        port,
                        Peers.modern(),
                        Peers.modern());
    }

    private String remotePort = "";

    @Test
    void a_caller_of_a_group_may_what_another_may_not() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            assertThat(client.ask(connect("memory", "auto")).ok()).isTrue();
            assertThat(client.call("read_graph", JsonObject.EMPTY).ok()).isTrue();
            assertThat(client.ask(connect("memory", "legacy").with("token", other))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
        }
    }

    @Test
    void a_server_of_the_legacy_era_asks_its_client_in_the_middle_of_a_call() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            JsonObject answer = JsonObject.EMPTY.with("action", "decline");
            assertThat(client.ask(connect("everything", "legacy")
                                    .with("capabilities", JsonObject.EMPTY.with("elicitation", JsonObject.EMPTY))
                                    .with("elicitation", answer))
                            .ok())
                    .isTrue();
            assertThat(client.call("trigger-elicitation-request", JsonObject.EMPTY)
                            .result()
                            .text())
                    .contains("decline");
        }
    }

    @Test
    void what_the_policy_does_not_let_a_server_ask_it_is_not_even_offered() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(connect("everything", "legacy")
                    .with("capabilities", JsonObject.EMPTY.with("sampling", JsonObject.EMPTY)));
            Outcome outcome = client.call("trigger-sampling-request", JsonObject.EMPTY.with("prompt", "say yes"));
            assertThat(outcome.data("reason")).isEqualTo("tool.unknown");
        }
    }

    @Test
    void a_server_that_is_pinned_to_the_legacy_era_is_spoken_to_in_it_by_clients_of_both() throws Exception {
        for (String mode : new String[] {"2026-07-28", "auto", "legacy"}) {
            try (RealClient client = RealClient.start(Peers.folder())) {
                assertThat(client.ask(connect("pinned", mode)).result().string("version"))
                        .isEqualTo(mode.equals("legacy") ? "2025-11-25" : "2026-07-28");
                assertThat(client.call(
                                        "add",
                                        JsonObject.EMPTY
                                                .with("a", JsonNumber.of(2))
                                                .with("b", JsonNumber.of(3)))
                                .result()
                                .text())
                        .contains("\"sum\":5");
            }
        }
        assertThat(program.run("", "audit", "query", "--server", "pinned", "--method", "initialize", "--json")
                        .out())
                .isNotBlank();
        // What was judged is what was sent: nothing of the modern envelope.
        assertThat(program.run("", "audit", "query", "--server", "pinned", "--method", "tools/call", "--json")
                        .out())
                .isNotBlank()
                .doesNotContain("io.modelcontextprotocol/protocolVersion");
    }

    @Test
    void progress_reaches_who_asked_for_it() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(connect("everything", "legacy"));
            Outcome outcome = client.ask(JsonObject.EMPTY
                    .with("op", "call")
                    .with("name", "trigger-long-running-operation")
                    .with(
                            "arguments",
                            JsonObject.EMPTY.with("duration", JsonNumber.of(1)).with("steps", JsonNumber.of(4)))
                    .with("progress", dev.lockkeeper.json.JsonBoolean.TRUE));
            assertThat(outcome.ok()).isTrue();
            assertThat(((JsonNumber) Objects.requireNonNull(outcome.result().get("progress")))
                            .value()
                            .intValue())
                    .isPositive();
        }
    }

    @Test
    void resources_and_prompts_of_a_legacy_server_work() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(connect("everything", "legacy"));
            assertThat(client.ask(JsonObject.EMPTY.with("op", "resources")).ok())
                    .isTrue();
            assertThat(client.ask(JsonObject.EMPTY.with("op", "templates")).ok())
                    .isTrue();
            assertThat(client.ask(JsonObject.EMPTY.with("op", "prompts"))
                            .result()
                            .text())
                    .contains("simple-prompt");
            assertThat(client.ask(JsonObject.EMPTY.with("op", "prompt").with("name", "simple-prompt"))
                            .ok())
                    .isTrue();
            assertThat(client.ask(JsonObject.EMPTY.with("op", "read").with("uri", "file:///etc/passwd"))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
        }
    }

    @Test
    void both_eras_reach_a_server_over_http() throws Exception {
        for (String mode : new String[] {"2026-07-28", "legacy"}) {
            try (RealClient client = RealClient.start(Peers.folder())) {
                Outcome connected = client.ask(connect("remote", mode)
                        .with("capabilities", JsonObject.EMPTY.with("elicitation", JsonObject.EMPTY))
                        .with(
                                "elicitation",
                                JsonObject.EMPTY
                                        .with("action", "accept")
                                        .with("content", JsonObject.EMPTY.with("name", "Ada"))));
                assertThat(connected.result().string("version")).isEqualTo(mode.equals("legacy") ? "2025-11-25" : mode);
                assertThat(client.call(
                                        "add",
                                        JsonObject.EMPTY
                                                .with("a", JsonNumber.of(2))
                                                .with("b", JsonNumber.of(3)))
                                .result()
                                .text())
                        .contains("\"sum\":5");
                assertThat(client.ask(JsonObject.EMPTY.with("op", "read").with("uri", "test://secret"))
                                .data("reason"))
                        .isEqualTo("policy.default-deny");
                if (!mode.equals("legacy")) {
                    assertThat(client.call("greet", JsonObject.EMPTY).result().text())
                            .contains("Hello Ada");
                    assertThat(client.ask(JsonObject.EMPTY
                                            .with("op", "call")
                                            .with("name", "count")
                                            .with("progress", dev.lockkeeper.json.JsonBoolean.TRUE))
                                    .ok())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void in_shadow_everything_passes_and_the_journal_says_what_would_have_happened() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(connect("shadowed", "2026-07-28"));
            assertThat(client.call(
                                    "add",
                                    JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)))
                            .ok())
                    .isTrue();
        }
        assertThat(program.run("", "audit", "query", "--server", "shadowed", "--json")
                        .out())
                .contains("\"outcome\":\"shadowed\"")
                .contains("\"reason\":\"policy.default-deny\"");
    }

    @Test
    void a_client_narrows_its_own_view_and_cannot_widen_it() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(connect("remote", "2026-07-28")
                    .with("headers", JsonObject.EMPTY.with("Lockkeeper-Select", "add, write_*")));
            assertThat(client.ask(JsonObject.EMPTY.with("op", "tools")).result().text())
                    .contains("\"add\"")
                    .doesNotContain("count");
            assertThat(client.call("count", JsonObject.EMPTY).data("reason")).isEqualTo("selection.excluded");
        }
    }

    @Test
    void a_session_of_somebody_else_or_of_another_route_is_not_found() throws Exception {
        HttpResponse<String> opened = post("remote", token, null, INITIALIZE);
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        assertThat(post("remote", token, session, PING).statusCode()).isEqualTo(200);
        assertThat(post("remote", other, session, PING).statusCode()).isEqualTo(404);
        assertThat(post("files", token, session, PING).statusCode()).isEqualTo(404);
        assertThat(post("remote", "lk_nonsense", session, PING).statusCode()).isEqualTo(401);
    }

    @Test
    void a_changed_policy_takes_effect_and_a_broken_one_does_not() throws Exception {
        Path file = program.home().resolve("lockkeeper.yaml");
        String good = Files.readString(file);
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(connect("files", "legacy"));
            JsonObject path =
                    JsonObject.EMPTY.with("path", workspace.resolve("a.txt").toString());
            assertThat(client.call("read_text_file", path).ok()).isTrue();
            Files.writeString(file, good.replace("allow: [read_text_file]", "allow: [list_directory]"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(client.call("read_text_file", path).data("reason"))
                                    .isEqualTo("policy.default-deny"));
            Files.writeString(file, good.replace("servers:", "sarvers:"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readString(program.home().resolve("stderr.log"))
                            .contains("policy-broken"));
            assertThat(client.call("read_text_file", path).data("reason")).isEqualTo("policy.default-deny");
            assertThat(program.run("", "policy", "check", file.toString()).exit())
                    .isEqualTo(3);
        } finally {
            Files.writeString(file, good);
        }
    }

    @Test
    void health_tells_that_the_gateway_is_ready() throws Exception {
        HttpResponse<String> ready = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.health())).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(remotePort).isNotEmpty();
    }

    @Test
    void each_decision_is_one_line_of_json() throws Exception {
        post("remote", token, null, INITIALIZE);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(Files.readAllLines(program.home().resolve("stderr.log")))
                                .anySatisfy(line -> assertThat(line)
                                        .startsWith("{\"time\":")
                                        .contains(
                                                "\"event\":\"decision\"",
                                                "\"method\":\"initialize\"",
                                                "\"reference\":\"strand-")));
    }

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";

    private HttpResponse<String> post(
            String server, String bearer, @org.jspecify.annotations.Nullable String session, String body)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.url(server)))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject connect(String server, String mode) {
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", mode)
                .with("url", gateway.url(server))
                .with("token", token);
    }
}
