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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not the gateway's passes it byte for byte, in both directions and eras: members nobody knows, the spelling of
 * numbers and escapes, order and white space. Only ids are its own. See {@code testdata/verbatim/exchanges.json}.
 */
class VerbatimTest {

    private static final String META = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"vendor\":1.10},";

    @TempDir
    private Path directory;

    private @Nullable Process gateway;

    /** One exchange; the templates have {@code ID} where the id of a request stands. */
    private record Exchange(String name, List<String> eras, JsonObject texts) {

        String text(String member) {
            return Objects.requireNonNull(texts.string(member));
        }

        boolean has(String member) {
            return texts.get(member) != null;
        }

        List<String> notices() {
            JsonArray notices = texts.array("notices");
            return notices == null
                    ? List.of()
                    : notices.items().stream()
                            .map(each -> ((JsonString) each).value())
                            .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> in_a_session() throws Exception {
        return exchanged("legacy");
    }

    @TestFactory
    Stream<DynamicTest> in_requests_that_stand_alone() throws Exception {
        return exchanged("modern");
    }

    @AfterEach
    void end() throws Exception {
        Process running = Objects.requireNonNull(gateway);
        running.getOutputStream().close();
        if (!running.waitFor(20, TimeUnit.SECONDS)) {
            running.destroyForcibly();
        }
    }

    private Stream<DynamicTest> exchanged(String era) throws Exception {
        Path table = Peers.folder().resolveSibling("verbatim/exchanges.json");
        Path log = directory.resolve("heard");
        var program = new Program(directory);
        program.configure("""
                servers:
                  verbatim:
                    run: [node, %s, %s, %s]
                    env-from: [PATH]
                    client-requests: [roots, sampling, elicitation]
                    methods: [vendor/thing, notifications/vendor]
                    allow: [read, { resources: ['test://**'], prompts: ['*'] }]
                """.formatted(Peers.folder().resolve("verbatim-server.mjs"), table, log));
        gateway = program.start("stdio", "--server", "verbatim");
        var client = new Client(gateway, log, era.equals("modern"));
        List<DynamicTest> tests = new ArrayList<>();
        for (Exchange exchange : exchanges(table)) {
            if (exchange.eras().contains(era)) {
                tests.add(dynamicTest(exchange.name(), () -> client.exchange(exchange)));
            }
        }
        return tests.stream();
    }

    private static List<Exchange> exchanges(Path table) throws Exception {
        JsonArray all = (JsonArray) new JsonReader(JsonLimits.DEFAULT).read(Files.readAllBytes(table));
        return all.items().stream()
                .map(JsonObject.class::cast)
                .map(each -> new Exchange(
                        Objects.requireNonNull(each.string("name")),
                        each.array("eras") == null
                                ? List.of("legacy", "modern")
                                : Objects.requireNonNull(each.array("eras")).items().stream()
                                        .map(era -> ((JsonString) era).value())
                                        .toList(),
                        each))
                .toList();
    }

    /** A client that sends and compares lines. */
    private record Client(OutputStream in, BufferedReader out, Path log, boolean modern, List<String> asked) {

        Client(Process gateway, Path log, boolean modern) {
            this(
                    gateway.getOutputStream(),
                    gateway.inputReader(StandardCharsets.UTF_8),
                    log,
                    modern,
                    new ArrayList<>());
        }

        void exchange(Exchange exchange) throws IOException {
            if (exchange.has("asked")) {
                answer(exchange);
                return;
            }
            String id = "\"client " + exchange.name() + "\"";
            String request = exchange.text("request").replace("META", modern ? META : "");
            send(request.replace("ID", id));
            if (exchange.has("answer")) {
                List<String> wanted = new ArrayList<>(exchange.notices());
                wanted.add(exchange.text("answer").replace("ID", id));
                for (String text : wanted) {
                    assertThat(heard()).isEqualTo(text);
                }
            }
            reached(request);
        }

        private void answer(Exchange exchange) throws IOException {
            if (asked.isEmpty()) {
                asked.add(out.readLine());
            }
            String question = exchange.text("asked");
            int id = question.indexOf("ID");
            String given = asked.getFirst();
            assertThat(given).startsWith(question.substring(0, id)).endsWith(question.substring(id + 2));
            String answer = exchange.text("request");
            send(answer.replace("ID", given.substring(id, given.length() - (question.length() - id - 2))));
            reached(answer);
        }

        // A question of the server is kept for its own exchange.
        private String heard() throws IOException {
            String line = out.readLine();
            if (line != null && line.contains("\"sampling/createMessage\"")) {
                asked.add(line);
                line = out.readLine();
            }
            return Objects.requireNonNull(line);
        }

        private void send(String line) throws IOException {
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        private void reached(String template) {
            int id = template.indexOf("ID");
            String before = id < 0 ? template : template.substring(0, id);
            String after = id < 0 ? "" : template.substring(id + 2);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(Files.readAllLines(log))
                            .as("%s", template)
                            .anyMatch(line ->
                                    id < 0 ? line.equals(before) : line.startsWith(before) && line.endsWith(after)));
        }
    }
}
