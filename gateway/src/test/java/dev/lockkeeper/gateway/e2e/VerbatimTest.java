package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonString;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not the gateway's passes it byte for byte, in both directions and eras: members nobody knows, the spelling of
 * numbers and escapes, order and white space. Only ids are its own. See {@code testdata/verbatim/exchanges.json}.
 */
class VerbatimTest {

    private static final Path TABLE =
            Path.of(Objects.requireNonNull(System.getProperty("lockkeeper.root")), "testdata/verbatim/exchanges.json");
    private static final String META = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"vendor\":1.10},";

    private static final String ADDRESS = "/s/verbatim/mcp";

    @TempDir
    private Path directory;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    @TestFactory
    Stream<DynamicTest> in_a_session_on_standard_streams() throws Exception {
        return exchanged(lines(), false);
    }

    @TestFactory
    Stream<DynamicTest> in_requests_that_stand_alone_on_standard_streams() throws Exception {
        return exchanged(lines(), true);
    }

    @TestFactory
    Stream<DynamicTest> in_a_session_over_http() throws Exception {
        return exchanged(posts(false, ADDRESS), false);
    }

    @TestFactory
    Stream<DynamicTest> in_requests_that_stand_alone_over_http() throws Exception {
        return exchanged(posts(true, ADDRESS), true);
    }

    /** Names are the gateway's there, and so is what stands around the entries of a list. */
    @Test
    void at_the_address_of_all_servers_but_for_names() throws Exception {
        Client client = posts(true, "/mcp");
        JsonObject list = exchange("tools/list");
        String listed = text(list, "answer");
        String entry =
                listed.substring(listed.indexOf("{\"name\":\"read\""), listed.indexOf("],\"vendor\":{\"a\":[1.10"));
        assertThat(client.send(list, request(list), 1))
                .singleElement()
                .asString()
                .contains(visible(entry));
        JsonObject call = exchange("tools/call");
        List<String> wanted = new ArrayList<>(texts(call, "notices"));
        wanted.add(text(call, "answer").replace("ID", "7"));
        assertThat(client.send(call.with("header", "verbatim__read"), visible(request(call)), wanted.size()))
                .containsExactlyElementsOf(wanted);
        assertThat(Files.readAllLines(directory.resolve("heard")))
                .anyMatch(line -> like(text(call, "request").replace("META", META), line));
    }

    private static String request(JsonObject exchange) {
        return text(exchange, "request").replace("META", META).replace("ID", "7");
    }

    private static String visible(String text) {
        return text.replace("\"name\":\"read\"", "\"name\":\"verbatim__read\"");
    }

    private static JsonObject exchange(String name) throws Exception {
        return table().items().stream()
                .map(JsonObject.class::cast)
                .filter(exchange -> name.equals(exchange.string("name")))
                .findFirst()
                .orElseThrow();
    }

    private static JsonArray table() throws Exception {
        return (JsonArray) new JsonReader(JsonLimits.DEFAULT).read(Files.readAllBytes(TABLE));
    }

    @TestFactory
    Stream<DynamicTest> in_a_session_over_http_with_sse() throws Exception {
        Program program = configured("url: http://127.0.0.1:" + remote() + "/sse\n    transport: sse");
        String token = program.token("alice");
        Program.Serving gateway = program.serve();
        running.push(gateway);
        var stream = new SseStream(gateway.url("verbatim").replaceFirst("/mcp$", "/sse"), token);
        running.push(stream);
        return exchanged(
                (exchange, text, wanted) -> {
                    stream.post(text);
                    return stream.messages().limit(wanted).toList();
                },
                false);
    }

    @AfterEach
    void end() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    /** A client that sends a text and hears so many. */
    @FunctionalInterface
    private interface Client {
        List<String> send(JsonObject exchange, String text, int wanted) throws Exception;
    }

    private Stream<DynamicTest> exchanged(Client client, boolean modern) throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (var entry : table().items()) {
            JsonObject exchange = (JsonObject) entry;
            if (texts(exchange, "eras").isEmpty() || texts(exchange, "eras").contains(modern ? "modern" : "legacy")) {
                tests.add(dynamicTest(text(exchange, "name"), () -> check(exchange, client, modern, questions)));
            }
        }
        return tests.stream();
    }

    private void check(JsonObject exchange, Client client, boolean modern, List<String> questions) throws Exception {
        String request = text(exchange, "request").replace("META", modern ? META : "");
        if (exchange.get("asked") != null) {
            String question = text(exchange, "asked");
            String asked = questions.removeFirst();
            assertThat(asked).matches(heard -> like(question, heard));
            String id = asked.substring(
                    question.indexOf("ID"), asked.length() - (question.length() - question.indexOf("ID") - 2));
            client.send(exchange, request.replace("ID", id), 0);
        } else {
            List<String> wanted = new ArrayList<>(texts(exchange, "notices"));
            String id = "\"client " + text(exchange, "name") + "\"";
            if (exchange.get("answer") != null) {
                wanted.add(text(exchange, "answer").replace("ID", id));
            }
            boolean asks = text(exchange, "name").equals("tools/call") && !modern;
            List<String> heard =
                    new ArrayList<>(client.send(exchange, request.replace("ID", id), wanted.size() + (asks ? 1 : 0)));
            heard.stream().filter(each -> each.contains("sampling/")).forEach(questions::add);
            heard.removeAll(questions);
            assertThat(heard).containsExactlyElementsOf(wanted);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Files.readAllLines(directory.resolve("heard")))
                        .anyMatch(line -> like(request, line)));
    }

    /** Whether the text is the template, with any id in the place of {@code ID}. */
    private static boolean like(String template, String text) {
        int id = template.indexOf("ID");
        return id < 0
                ? text.equals(template)
                : text.startsWith(template.substring(0, id)) && text.endsWith(template.substring(id + 2));
    }

    private Client lines() throws Exception {
        Program program = configured(
                "run: [node, %s, %s, %s]\n    env-from: [PATH]".formatted(server(), TABLE, directory.resolve("heard")));
        Process gateway = program.start("stdio", "--server", "verbatim");
        running.push(() -> {
            gateway.getOutputStream().close();
            if (!gateway.waitFor(20, TimeUnit.SECONDS)) {
                gateway.destroyForcibly();
            }
        });
        BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8);
        return (exchange, text, wanted) -> {
            gateway.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
            gateway.getOutputStream().flush();
            List<String> heard = new ArrayList<>();
            while (heard.size() < wanted) {
                heard.add(Objects.requireNonNull(out.readLine()));
            }
            return heard;
        };
    }

    /** Starts the server over HTTP; returns its port. */
    private String remote() throws Exception {
        Process server = new ProcessBuilder(
                        "node",
                        server(),
                        TABLE.toString(),
                        directory.resolve("heard").toString(),
                        "http")
                .start();
        running.push(server::destroy);
        return server.inputReader(StandardCharsets.UTF_8).readLine();
    }

    private Client posts(boolean modern, String address) throws Exception {
        Program program = configured("url: http://127.0.0.1:" + remote() + "/mcp");
        String token = program.token("alice");
        Program.Serving gateway = program.serve();
        running.push(gateway);
        HttpClient http = HttpClient.newHttpClient();
        running.push(http);
        List<String> session = new ArrayList<>();
        return (exchange, text, wanted) -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(gateway.url("verbatim").replace(ADDRESS, address)))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(text));
            if (modern) {
                request.header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", text(exchange, "name"));
                if (exchange.get("header") != null) {
                    request.header("Mcp-Name", text(exchange, "header"));
                }
            }
            session.forEach(id -> request.header("Mcp-Session-Id", id));
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers()
                    .firstValue("Mcp-Session-Id")
                    .filter(id -> session.isEmpty())
                    .ifPresent(session::add);
            return response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")
                    ? response.body()
                            .lines()
                            .filter(line -> line.startsWith("data: {"))
                            .map(line -> line.substring(6))
                            .toList()
                    : response.body().isEmpty() ? List.of() : List.of(response.body());
        };
    }

    private Program configured(String connection) throws Exception {
        var program = new Program(directory);
        program.configure("""
                servers:
                  verbatim:
                    %s
                    client-requests: [roots, sampling, elicitation]
                    methods: [vendor/thing, notifications/vendor]
                    allow: [read, { resources: ['test://**'], prompts: ['*'] }]
                """.formatted(connection));
        return program;
    }

    private static String server() {
        return Peers.folder().resolve("verbatim-server.mjs").toString();
    }

    private static String text(JsonObject exchange, String member) {
        return Objects.requireNonNull(exchange.string(member));
    }

    private static List<String> texts(JsonObject exchange, String member) {
        JsonArray array = exchange.array(member);
        return array == null
                ? List.of()
                : array.items().stream()
                        .map(each -> ((JsonString) each).value())
                        .toList();
    }
}
