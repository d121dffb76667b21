package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of real servers: in the form of 2025-11-25 and in that of the extension to 2026-07-28. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksEndToEndTest {

    private static final JsonReader JSON = new JsonReader(JsonLimits.DEFAULT);
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{},\"extensions\":{"
            + "\"io.modelcontextprotocol/tasks\":{}}}}";

    private Program program;
    private Process remote;
    private Program.Serving gateway;
    private String alice;
    private String mallory;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        remote = new ProcessBuilder(
                        "node", Peers.folder().resolve("modern-server.mjs").toString(), "http")
                .start();
        String port =
                new BufferedReader(new InputStreamReader(remote.getInputStream(), StandardCharsets.UTF_8)).readLine();
        program = new Program(directory);
        program.configure("""
                servers:
                  everything:
                    run: %s
                    env-from: [PATH]
                    client-requests: [elicitation, sampling]
                    allow: [simulate-research-query, trigger-sampling-request-async]
                  modern:
                    url: http://127.0.0.1:%s/mcp
                    client-requests: [elicitation]
                    allow: [research]
                """.formatted(Peers.run("everything"), port));
        alice = program.token("alice");
        mallory = program.token("mallory");
        gateway = program.serve();
    }

    @AfterAll
    void end() throws Exception {
        gateway.close();
        remote.destroy();
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
    }

    @Test
    void a_task_of_a_legacy_server_asks_in_between_and_is_its_callers_alone() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder());
                RealClient other = RealClient.start(Peers.folder())) {
            Outcome connected = client.ask(connect(alice)
                    .with("capabilities", JsonObject.EMPTY.with("elicitation", JsonObject.EMPTY))
                    .with("elicitation", json("{\"action\":\"accept\",\"content\":{\"interpretation\":\"snake\"}}")));
            assertThat(connected.result().text()).contains("\"requests\":{\"tools\":{\"call\":{}}}");
            assertThat(other.ask(connect(mallory)).ok()).isTrue();
            Outcome called = request(
                    client,
                    "tools/call",
                    "{\"name\":\"simulate-research-query\",\"arguments\":{\"topic\":\"python\",\"ambiguous\":true},"
                            + "\"task\":{\"ttl\":60000}}");
            JsonObject task = Objects.requireNonNull(called.result().object("task"), called.answer()::text);
            String id = "{\"taskId\":\"" + task.string("taskId") + "\"}";
            for (String method : List.of("tasks/get", "tasks/result", "tasks/cancel")) {
                assertThat(request(other, method, id).data("reason")).isEqualTo("task.unknown");
            }
            assertThat(request(client, "tasks/get", id).result().string("status"))
                    .isIn("working", "input_required");
            assertThat(request(client, "tasks/list", "{}").result().text()).contains(task.string("taskId"));
            assertThat(request(client, "tasks/result", id).result().text())
                    .contains("Research Report: python (snake)", "io.modelcontextprotocol/related-task");
            assertThat(request(client, "tasks/get", id).result().string("status"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void a_legacy_server_asks_after_a_task_that_its_client_hosts() throws Exception {
        Process stdio = program.start("stdio", "--server", "everything");
        try {
            var client = new Lines(stdio);
            client.send(
                    "\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{"
                            + "\"sampling\":{},\"tasks\":{\"requests\":{\"sampling\":{\"createMessage\":{}}}}},"
                            + "\"clientInfo\":{\"name\":\"lines\",\"version\":\"1\"}}");
            client.next();
            client.send("\"method\":\"notifications/initialized\"");
            client.send("\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"trigger-sampling-request-async\","
                    + "\"arguments\":{\"prompt\":\"hello\"}}");
            List<String> asked = new ArrayList<>();
            JsonObject message = client.next();
            for (; message.get("result") == null && message.get("error") == null; message = client.next()) {
                String method = message.string("method");
                Json id = message.get("id");
                if (method == null || id == null) {
                    continue;
                }
                asked.add(method);
                client.send("\"id\":" + id.text() + ",\"result\":" + hosted(method));
            }
            assertThat(asked).containsExactly("sampling/createMessage", "tasks/get", "tasks/result");
            assertThat(message.text()).contains("good day");
        } finally {
            stdio.destroyForcibly().onExit().join();
        }
    }

    private static String hosted(String method) {
        String task = "\"taskId\":\"c1\",\"createdAt\":\"2026-01-01T00:00:00Z\","
                + "\"lastUpdatedAt\":\"2026-01-01T00:00:00Z\",\"ttl\":60000";
        return switch (method) {
            case "sampling/createMessage" -> "{\"task\":{" + task + ",\"status\":\"working\"}}";
            case "tasks/get" -> "{" + task + ",\"status\":\"completed\"}";
            case "tasks/result" ->
                "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"good day\"},"
                        + "\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"c1\"}}}";
            default -> "{}";
        };
    }

    @Test
    void a_task_of_a_modern_server_is_asked_for_and_answered_by_its_caller_alone() throws Exception {
        JsonObject handle = result(
                post(alice, "tools/call", "research", "\"name\":\"research\",\"arguments\":{\"topic\":\"snakes\"}"));
        assertThat(handle.string("resultType")).isEqualTo("task");
        String id = Objects.requireNonNull(handle.string("taskId"));
        String params = "\"taskId\":\"" + id + "\"";
        for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
            assertThat(post(mallory, method, id, params).text()).contains("\"reason\":\"task.unknown\"");
        }
        assertThat(result(post(alice, "tasks/get", id, params)).text()).contains("input_required", "For whom?");
        assertThat(post(
                                alice,
                                "tasks/update",
                                id,
                                params
                                        + ",\"inputResponses\":{\"who\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}}")
                        .get("result"))
                .isNotNull();
        assertThat(result(post(alice, "tasks/get", id, params)).text()).contains("completed", "snakes for Ada");
        assertThat(post(alice, "tasks/get", "another", params).text()).contains("\"reason\":\"header.mismatch\"");
        HttpResponse<String> undeclared =
                send(alice, "tasks/get", id, params + "," + META.replace("\"io.modelcontextprotocol/tasks\":{}", ""));
        assertThat(undeclared.statusCode()).isEqualTo(400);
        assertThat(undeclared.body())
                .contains("-32021", "\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
        assertThat(post(alice, "tasks/cancel", id, params).get("result")).isNotNull();
    }

    private static JsonObject result(JsonObject answer) {
        return Objects.requireNonNull(answer.object("result"), answer::text);
    }

    private JsonObject post(String token, String method, String name, String params) throws Exception {
        String body = send(token, method, name, params + "," + META).body();
        return json(body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring("data: ".length()))
                .reduce((earlier, later) -> later)
                .orElse(body));
    }

    private HttpResponse<String> send(String token, String method, String name, String params) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url("modern")))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .header("Mcp-Name", name)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private JsonObject connect(String token) {
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", "legacy")
                .with("url", gateway.url("everything"))
                .with("token", token);
    }

    private static Outcome request(RealClient client, String method, String params) throws Exception {
        return client.ask(
                JsonObject.EMPTY.with("op", "request").with("method", method).with("params", json(params)));
    }

    private static JsonObject json(String text) throws Exception {
        return (JsonObject) JSON.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A client of lines on the standard streams of a process. */
    private record Lines(Process process, BufferedReader out) {

        Lines(Process process) {
            this(process, process.inputReader(StandardCharsets.UTF_8));
        }

        void send(String members) throws Exception {
            process.getOutputStream()
                    .write(("{\"jsonrpc\":\"2.0\"," + members + "}\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        JsonObject next() throws Exception {
            return json(Objects.requireNonNull(out.readLine()));
        }
    }
}
