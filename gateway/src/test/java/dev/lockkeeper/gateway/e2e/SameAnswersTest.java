package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real servers answer a real client the same directly and through the gateway where the policy permits everything: the
 * operations of {@code testdata/peers/answers.json}, where {@code FOLDER} is a folder of each way's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAnswersTest {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    /** Times, in base64 too, and what is drawn by lot. */
    private static final Pattern CHANGING = Pattern.compile("\\d{1,2}:\\d\\d:\\d\\d [AP]M"
            + "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
            + "|UmVzb3VyY2Ug[A-Za-z0-9+/=]*"
            + "|(created|modified|accessed): .*?\\\\n");

    private static final List<Server> SERVERS = List.of(
            new Server("files", "legacy"),
            new Server("memory", "legacy"),
            new Server("git", "legacy"),
            new Server("everything", "legacy"),
            new Server("modern", "legacy"),
            new Server("modern", "2026-07-28"));

    private static final String ABLE =
            "{\"roots\": {}, \"sampling\": {}, \"elicitation\": {\"form\": {}, \"url\": {}}}";

    private JsonObject operations;
    private Path direct;
    private Path stdio;
    private Path http;

    @AutoClose
    private Program.Serving gateway;

    private String token;

    private record Server(String name, String mode) {

        List<String> command(Path folder) {
            return switch (name) {
                case "files" -> Peers.command("filesystem", folder + "/files");
                case "git" -> Peers.git();
                case "modern" ->
                    List.of("node", Peers.folder().resolve("modern-server.mjs").toString(), "stdio");
                default -> Peers.command(name);
            };
        }

        @Override
        public String toString() {
            return name + " " + mode;
        }
    }

    private static Map<String, String> environment(Path folder) {
        return Map.of(
                "MEMORY_FILE_PATH", folder + "/memory.json",
                "GIT_BASE_DIR", folder + "/repository",
                "HOME", folder.toString());
    }

    @BeforeAll
    void serve(@TempDir Path temporary) throws Exception {
        operations = (JsonObject)
                READER.read(Files.readAllBytes(Peers.folder("peers").resolve("answers.json")));
        direct = folder(temporary.toRealPath().resolve("direct"));
        stdio = folder(temporary.toRealPath().resolve("stdio"));
        http = folder(temporary.toRealPath().resolve("http"));
        program(stdio);
        Program served = program(http);
        token = served.token("alice");
        gateway = served.serve();
    }

    private static Path folder(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files/a.txt"), "hello\n");
        Repository.in(Files.createDirectory(folder.resolve("repository")));
        return folder;
    }

    private static Program program(Path folder) throws IOException {
        JsonObject environment = JsonObject.EMPTY;
        for (Map.Entry<String, String> each : environment(folder).entrySet()) {
            environment = environment.with(each.getKey(), each.getValue());
        }
        var yaml = new StringBuilder("servers:\n");
        for (String name : SERVERS.stream().map(Server::name).distinct().toList()) {
            yaml.append("""
                      %s:
                        run: %s
                        env: %s
                        env-from: [PATH]
                        client-requests: [roots, elicitation, sampling]
                        allow: [{ tools: ['*'], resources: ['**'], prompts: ['*'] }]
                    """.formatted(
                    name,
                    JsonArray.ofStrings(new Server(name, "").command(folder)).text(),
                    environment.text()));
        }
        var program = new Program(folder);
        program.configure(yaml.toString());
        return program;
    }

    @TestFactory
    Stream<DynamicTest> through_the_gateway_the_answers_are_as_they_are_directly() {
        return SERVERS.stream()
                .map(server -> dynamicTest(server.toString(), () -> {
                    try (RealClient client = RealClient.start(Peers.folder())) {
                        List<String> directly = answers(client, server, direct, directly(server));
                        assertThat(directly)
                                .filteredOn(answer -> answer.contains("{\"ok\":true"))
                                .hasSizeGreaterThan(directly.size() / 2);
                        assertThat(other(directly, answers(client, server, stdio, throughStdio(server))))
                                .as("through stdio")
                                .isEmpty();
                        assertThat(other(directly, answers(client, server, http, throughHttp(server))))
                                .as("through serve")
                                .isEmpty();
                    }
                }));
    }

    /** What the gateway is meant to change: the environment. */
    private static final Set<String> NOT_THE_SAME = Set.of("get-env");

    @ParameterizedTest
    @ValueSource(strings = {"files", "memory", "everything"})
    void every_tool_and_every_prompt_of_these_servers_is_in_the_table(String name) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            JsonObject able = client.ask(directly(new Server(name, "legacy")).with("capabilities", json(ABLE)))
                    .result()
                    .object("capabilities");
            var listed = new TreeSet<String>();
            for (String kind : List.of("tools", "prompts")) {
                if (able != null && able.get(kind) != null) {
                    listed.addAll(names(client.ask(JsonObject.EMPTY.with("op", kind)), kind));
                }
            }
            listed.removeAll(NOT_THE_SAME);
            assertThat(table(name).stream().map(each -> each.string("name"))).containsAll(listed);
        }
    }

    private static List<String> names(Outcome outcome, String kind) {
        JsonArray listed = outcome.result().array(kind);
        return listed == null
                ? List.of()
                : listed.items().stream()
                        .map(each -> Objects.requireNonNull(((JsonObject) each).string("name")))
                        .toList();
    }

    private List<JsonObject> table(String name) {
        return Objects.requireNonNull(operations.array(name)).items().stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> other(List<String> directly, List<String> through) {
        assertThat(through).hasSameSizeAs(directly);
        return IntStream.range(0, directly.size())
                .filter(i -> !cleaned(through.get(i)).equals(cleaned(directly.get(i))))
                .mapToObj(i -> "directly " + directly.get(i) + "\nthrough the gateway " + through.get(i))
                .toList();
    }

    // Errors tell no paths that the caller did not name.
    private static String cleaned(String answer) {
        boolean isError = answer.contains("\"isError\":true") || answer.contains("{\"ok\":false");
        return isError ? answer.replaceAll("FOLDER[A-Za-z0-9/._-]*", "[path]") : answer;
    }

    private JsonObject directly(Server server) {
        List<String> command = server.command(direct);
        JsonObject environment = JsonObject.EMPTY;
        for (Map.Entry<String, String> each : environment(direct).entrySet()) {
            environment = environment.with(each.getKey(), each.getValue());
        }
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", server.mode)
                .with("command", command.getFirst())
                .with("args", JsonArray.ofStrings(command.subList(1, command.size())))
                .with("env", environment);
    }

    private JsonObject throughStdio(Server server) throws IOException {
        return new Program(stdio).stdio(server.mode, "stdio", "--server", server.name);
    }

    private JsonObject throughHttp(Server server) {
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", server.mode)
                .with("url", gateway.url(server.name))
                .with("token", token);
    }

    /** Each operation with its answer, without what changes from one time to the next. */
    private List<String> answers(RealClient client, Server server, Path folder, JsonObject connect)
            throws IOException, JsonRefused {
        Outcome connected = client.ask(connect.with("capabilities", json(ABLE))
                .with("roots", json("[{\"uri\": \"file://" + folder + "/files\"}]"))
                .with("sampling", json("""
                        {"role": "assistant", "model": "m", "content": {"type": "text", "text": "sampled"}}"""))
                .with("elicitation", json("{\"action\": \"decline\"}")));
        var answers = new ArrayList<String>();
        answers.add("connect " + connected.result().without("capabilities").text());
        for (Json operation :
                Objects.requireNonNull(operations.array(server.name)).items()) {
            String text = operation.text();
            Outcome outcome = client.ask((JsonObject) json(text.replace("FOLDER", folder.toString())));
            answers.add(text
                    + " "
                    + CHANGING.matcher(outcome.answer().text().replace(folder.toString(), "FOLDER"))
                            .replaceAll("…"));
        }
        client.ask(JsonObject.EMPTY.with("op", "close"));
        return answers;
    }

    private static Json json(String text) throws JsonRefused {
        return READER.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
