package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables of profiles through the program before the servers that they are for: what a profile permits reaches the
 * server, whatever that makes of it, and what it refuses does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileTablesTest {

    private static final String VERSION = "2025-11-25";
    private static final List<String> PROFILES = List.of("filesystem", "memory", "everything");

    /** The gateway knows what the server lists, and refuses by the schema what it does not declare, before any type. */
    private static final Map<String, String> BY_SCHEMA =
            Map.of("an argument that the profile does not know", "arguments.undeclared");

    private final Map<String, RawClient.OverHttp> clients = new HashMap<>();
    private Path workspace;
    private Program.Serving gateway;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        Path directory = temporary.toRealPath();
        workspace = directory.resolve("workspace");
        Files.createDirectories(workspace.resolve("notes"));
        Files.writeString(workspace.resolve("notes/a.md"), "a");
        Files.writeString(workspace.resolve("a.md"), "a");
        var servers = new StringBuilder();
        for (String profile : PROFILES) {
            String[] more = profile.equals("filesystem") ? new String[] {workspace.toString()} : new String[0];
            String policy = Checkout.text("testdata/profiles/" + profile + "-1.policy.yaml");
            servers.append(policy.substring(policy.indexOf("  s:\n"))
                    .replace("/workspace", workspace.toString())
                    .replace(
                            "  s:\n",
                            "  " + profile + ":\n    run: " + Peers.run(profile, more)
                                    + "\n    env: { MEMORY_FILE_PATH: \"" + directory.resolve("memory.jsonl")
                                    + "\" }\n"));
        }
        Path hosts = Files.writeString(directory.resolve("hosts"), "93.184.216.34 docs.example.com\n");
        var program = new Program(directory, "-Djdk.net.hosts.file=" + hosts);
        program.configureAll("version: 1\nlisten: { port: 0, health-port: 0 }\nservers:\n" + servers);
        String token = program.token("alice");
        gateway = program.serve();
        for (String profile : PROFILES) {
            var client = new RawClient.OverHttp(gateway.url(profile), token, VERSION);
            assertThat(client.ask("initialize", RawClient.introduction(VERSION)).text())
                    .as(profile)
                    .contains("\"result\"");
            client.tell("notifications/initialized");
            clients.put(profile, client);
        }
    }

    @AfterAll
    void stop() {
        clients.values().forEach(RawClient::close);
        gateway.close();
    }

    @TestFactory
    Stream<DynamicNode> every_call_of_every_table() {
        return PROFILES.stream().map(profile -> dynamicContainer(profile, tests(profile)));
    }

    private Stream<DynamicTest> tests(String profile) {
        String file = "profiles/" + profile + "-1.yaml";
        List<JsonObject> rows = Yaml.rows(Yaml.table(file));
        assertThat((long) rows.size()).isPositive().isEqualTo(Yaml.count(file));
        return rows.stream().map(row -> dynamicTest(Yaml.text(row, "name"), () -> check(profile, row)));
    }

    private void check(String profile, JsonObject row) throws Exception {
        var arguments = (JsonObject) Yaml.json(
                Objects.requireNonNull(row.object("args")).text().replace("/workspace", workspace.toString()));
        JsonObject answer = Objects.requireNonNull(clients.get(profile))
                .ask(
                        "tools/call",
                        JsonObject.EMPTY.with("name", Yaml.text(row, "tool")).with("arguments", arguments));
        JsonObject error = answer.object("error");
        JsonObject data = error == null ? null : error.object("data");
        String wanted = BY_SCHEMA.getOrDefault(Yaml.text(row, "name"), Yaml.text(row, "reason", "granted"));
        assertThat(data == null ? "granted" : Yaml.text(data, "reason", "granted"))
                .as(answer.text())
                .isEqualTo(wanted);
        assertThat(Yaml.text(row, "expect").equals("allow")).isEqualTo(wanted.equals("granted"));
    }
}
