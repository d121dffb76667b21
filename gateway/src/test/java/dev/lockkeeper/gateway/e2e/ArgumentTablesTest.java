package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every call of {@code testdata/argument/calls.yaml} through the program, with the policy and the schemas beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArgumentTablesTest {

    private static final String VERSION = "2025-11-25";

    private final List<JsonObject> rows = Yaml.rows(Yaml.table("argument/calls.yaml"));
    private final Map<String, String> differences = new HashMap<>();
    private final Map<String, TableServer> servers = new HashMap<>();
    private final Map<String, RawClient.OverHttp> clients = new HashMap<>();
    private Program.Serving gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        for (JsonObject row : Yaml.rows(Yaml.table("through/argument-differences.yaml"))) {
            differences.put(Yaml.text(row, "row"), Yaml.text(row, "gateway"));
        }
        var policy = (JsonObject) Yaml.table("argument/policy.yaml");
        var told = Objects.requireNonNull(policy.object("servers"));
        JsonObject run = JsonObject.EMPTY;
        for (var server : told.members().entrySet()) {
            var upstream = new TableServer(directory, server.getKey());
            ((JsonObject) Yaml.table("argument/schemas.yaml"))
                    .members()
                    .forEach((tool, schema) -> upstream.offer(tool, (JsonObject) schema));
            servers.put(server.getKey(), upstream);
            run = run.with(
                    server.getKey(), lexical((JsonObject) server.getValue()).with("run", Yaml.json(upstream.run())));
        }
        Path hosts = directory.resolve("hosts");
        Files.writeString(hosts, """
                93.184.216.34 docs.example.com
                93.184.216.34 elsewhere.example.org
                93.184.216.34 other.example.net
                """);
        var program = new Program(directory, "-Djdk.net.hosts.file=" + hosts);
        program.configureAll(policy.with("servers", run)
                .with("listen", Yaml.json("{\"port\":0,\"health-port\":0}"))
                .text());
        String token = program.token("alice");
        gateway = program.serve();
        for (String server : servers.keySet()) {
            var client = new RawClient.OverHttp(gateway.url(server), token, VERSION);
            client.ask("initialize", RawClient.introduction(VERSION));
            client.tell("notifications/initialized");
            clients.put(server, client);
        }
    }

    // The directories of the policy are not those of this machine.
    private static JsonObject lexical(JsonObject server) {
        if (!(server.get("guards") instanceof JsonObject guards) || !(guards.get("path") instanceof JsonObject path)) {
            return server;
        }
        return server.with("guards", guards.with("path", path.with("mode", "lexical")));
    }

    @AfterAll
    void stop() {
        clients.values().forEach(RawClient::close);
        gateway.close();
    }

    @TestFactory
    Stream<DynamicTest> every_call_of_the_table() {
        return Stream.concat(
                rows.stream().map(row -> dynamicTest(Yaml.text(row, "name"), () -> check(row))),
                Stream.of(dynamicTest("what passes arrived and nothing else", this::checkArrived)));
    }

    private void check(JsonObject row) throws Exception {
        String[] place = Yaml.text(row, "call").split("/", -1);
        JsonObject answer = Objects.requireNonNull(clients.get(place[0]))
                .ask("tools/call", JsonObject.EMPTY.with("name", place[1]).with("arguments", arguments(row)));
        JsonObject error = answer.object("error");
        String said = error == null
                ? "pass"
                : Yaml.text(Objects.requireNonNull(error.object("data")), "reason", answer.text());
        assertThat(said).as(answer.text()).isEqualTo(wanted(row));
        if (error != null && said.equals(Yaml.text(row, "expect"))) {
            assertThat(Yaml.text(error, "message")).startsWith(Yaml.text(row, "message", ""));
        }
    }

    private void checkArrived() throws Exception {
        for (String server : servers.keySet()) {
            for (String tool :
                    ((JsonObject) Yaml.table("argument/schemas.yaml")).members().keySet()) {
                List<Json> wanted = new ArrayList<>();
                rows.stream()
                        .filter(row -> Yaml.text(row, "call").equals(server + "/" + tool)
                                && wanted(row).equals("pass"))
                        .forEach(row -> wanted.add(arguments(row)));
                assertThat(Objects.requireNonNull(servers.get(server)).arrived(tool))
                        .isEqualTo(wanted);
            }
        }
    }

    private static Json arguments(JsonObject row) {
        return Yaml.json(Yaml.text(row, "args"));
    }

    private String wanted(JsonObject row) {
        return differences.getOrDefault(Yaml.text(row, "name"), Yaml.text(row, "expect"));
    }

    @Test
    void every_difference_is_one() {
        assertThat(rows.stream()
                        .filter(row -> !wanted(row).equals(Yaml.text(row, "expect")))
                        .map(row -> Yaml.text(row, "name")))
                .containsExactlyInAnyOrderElementsOf(differences.keySet());
        assertThat((long) rows.size()).isEqualTo(Yaml.count("argument/calls.yaml"));
    }
}
