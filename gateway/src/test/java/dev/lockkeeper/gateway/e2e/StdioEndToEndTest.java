package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StdioEndToEndTest {

    @TempDir
    private Path directory;

    private Path workspace;
    private Program program;

    @BeforeEach
    void configure() throws Exception {
        workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "hello\n");
        program = new Program(directory);
        program.configure("""
                servers:
                  files:
                    run: %s
                    env-from: [PATH]
                    read-only: [read_*]
                    allow:
                      - list_directory
                      - { tools: [read_text_file], where: 'args.path.startsWith("%s/")' }
                  modern:
                    run: %s
                    env-from: [PATH]
                    allow: [add, count, { resources: [test://greeting], prompts: [hello] }]
                  talkative:
                    run: %s
                    env-from: [PATH]
                    client-requests: [elicitation]
                    allow: [greet]
                """.formatted(
                        Peers.run("filesystem", workspace.toString()), workspace, Peers.modern(), Peers.modern()));
    }

    @Test
    void a_real_client_reads_through_the_gateway_and_sees_only_what_it_may_use() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            assertThat(client.ask(program.stdio("auto", "stdio", "--server", "files"))
                            .ok())
                    .isTrue();
            assertThat(client.ask(JsonObject.EMPTY.with("op", "tools")).result().text())
                    .contains("read_text_file", "list_directory")
                    .doesNotContain("write_file", "move_file");
            assertThat(client.call("read_text_file", path("a.txt")).result().text())
                    .contains("hello");
        }
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
    }

    @Test
    void what_is_not_permitted_does_not_happen_and_the_connection_survives() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio("legacy", "stdio", "--server", "files"));
            Outcome write = client.call("write_file", path("a.txt").with("content", "gone"));
            assertThat(write.data("reason")).isEqualTo("policy.default-deny");
            assertThat(write.data("reference")).startsWith("strand-");
            assertThat(client.call("read_text_file", JsonObject.EMPTY.with("path", "/etc/passwd"))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
            assertThat(client.call("no_such_tool", JsonObject.EMPTY).data("reason"))
                    .isEqualTo("policy.default-deny");
            assertThat(client.call("read_text_file", path("a.txt")).ok()).isTrue();
        }
        assertThat(workspace.resolve("a.txt")).hasContent("hello\n");
    }

    @Test
    void a_tool_that_is_not_permitted_answers_like_one_that_is_not_there() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio("legacy", "stdio", "--server", "files"));
            Outcome hidden = client.call("edit_file", JsonObject.EMPTY);
            Outcome absent = client.call("edit_nothing", JsonObject.EMPTY);
            assertThat(hidden.message().replace("edit_file", "edit_nothing")).isEqualTo(absent.message());
            assertThat(hidden.data("reason")).isEqualTo(absent.data("reason"));
        }
    }

    @Test
    void a_call_that_breaks_the_schema_is_corrected_from_the_error_text() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio("legacy", "stdio", "--server", "files"));
            Outcome wrong = client.call("read_text_file", path("a.txt").with("heads", JsonNumber.of(1)));
            assertThat(wrong.data("reason")).isEqualTo("arguments.undeclared");
            assertThat(wrong.message()).contains("/heads", "\"head\"");
            assertThat(client.call("read_text_file", path("a.txt").with("head", JsonNumber.of(1)))
                            .ok())
                    .isTrue();
        }
    }

    @Test
    void a_modern_client_works_with_a_modern_server() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            Outcome connected = client.ask(program.stdio("2026-07-28", "stdio", "--server", "modern"));
            assertThat(connected.result().string("version")).isEqualTo("2026-07-28");
            assertThat(client.call(
                                    "add",
                                    JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)))
                            .result()
                            .text())
                    .contains("\"sum\":5");
            assertThat(client.call("greet", JsonObject.EMPTY).data("reason")).isEqualTo("policy.default-deny");
            assertThat(client.ask(JsonObject.EMPTY.with("op", "read").with("uri", "test://greeting"))
                            .ok())
                    .isTrue();
            assertThat(client.ask(JsonObject.EMPTY.with("op", "read").with("uri", "test://secret"))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
            assertThat(client.ask(JsonObject.EMPTY.with("op", "resources"))
                            .result()
                            .text())
                    .contains("test://greeting")
                    .doesNotContain("test://secret");
            assertThat(client.ask(JsonObject.EMPTY
                                    .with("op", "prompt")
                                    .with("name", "hello")
                                    .with("arguments", JsonObject.EMPTY.with("name", "Ada")))
                            .result()
                            .text())
                    .contains("Hello Ada");
        }
    }

    @Test
    void a_modern_server_may_ask_the_client_only_where_the_policy_says_so() throws Exception {
        JsonObject capable = JsonObject.EMPTY.with("elicitation", JsonObject.EMPTY);
        JsonObject answer =
                JsonObject.EMPTY.with("action", "accept").with("content", JsonObject.EMPTY.with("name", "Ada"));
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio("2026-07-28", "stdio", "--server", "talkative")
                    .with("capabilities", capable)
                    .with("elicitation", answer));
            assertThat(client.call("greet", JsonObject.EMPTY).result().text()).contains("Hello Ada");
        }
        program.configure("servers: { modern: { run: " + Peers.modern() + ", env-from: [PATH], allow: [greet] } }");
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio("2026-07-28", "stdio")
                    .with("capabilities", capable)
                    .with("elicitation", answer));
            assertThat(client.call("greet", JsonObject.EMPTY).data("reason")).isEqualTo("upstream.request-denied");
        }
    }

    @Test
    void a_server_has_the_environment_that_the_configuration_names_and_no_more() throws Exception {
        program.configure("servers: { everything: { run: " + Peers.run("everything")
                + ", env-from: [PATH], env: { OWN: own-value }, allow: [get-env] } }");
        try (RawClient client = new RawClient.OverStdio(program.start("stdio"))) {
            // The program itself was started with more, GIVEN among it.
            assertThat(environment(client).members()).containsOnlyKeys("PATH", "OWN");
        }
    }

    @Test
    void a_wrapped_command_has_the_environment_that_is_named_and_no_more() throws Exception {
        program.configure(
                "servers: { everything: { run: no-such-program, env: { OWN: own-value }, allow: [get-env] } }");
        List<String> command = Peers.command("everything");
        try (RawClient client = wrapping(command)) {
            assertThat(environment(client).members()).containsOnlyKeys("PATH", "OWN");
        }
        try (RawClient client = wrapping(command, "--env-from", "GIVEN", "--env-from", "LOCKKEEPER_HOME")) {
            JsonObject environment = environment(client);
            assertThat(environment.members()).containsOnlyKeys("PATH", "OWN", "GIVEN", "LOCKKEEPER_HOME");
            assertThat(environment.string("GIVEN")).isEqualTo("given-value");
            assertThat(environment.string("OWN")).isEqualTo("own-value");
        }
        program.configure("servers: { everything: { run: no-such-program, env-from: [GIVEN], allow: [get-env] } }");
        try (RawClient client = wrapping(command, "--server", "everything")) {
            assertThat(environment(client).members()).containsOnlyKeys("PATH", "GIVEN");
        }
        assertThat(program.run("", "stdio", "--server", "everything", "--env-from", "GIVEN"))
                .returns(2, Program.Ended::exit)
                .extracting(Program.Ended::err)
                .asString()
                .contains("--env-from is for a command");
        assertThat(program.run("", "stdio", "--env-from", "TOKEN=hunter2", "--", "x"))
                .returns(2, Program.Ended::exit)
                .extracting(Program.Ended::err)
                .asString()
                .contains("--env-from takes the name")
                .doesNotContain("hunter2");
    }

    private RawClient wrapping(List<String> command, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("stdio"));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(command);
        return new RawClient.OverStdio(program.start(arguments.toArray(String[]::new)));
    }

    private static JsonObject environment(RawClient client) throws Exception {
        client.ask("initialize", RawClient.introduction("2025-11-25"));
        client.tell("notifications/initialized");
        JsonObject result = Objects.requireNonNull(client.ask("tools/call", JsonObject.EMPTY.with("name", "get-env"))
                .object("result"));
        JsonArray content = Objects.requireNonNull(result.array("content"));
        return RawClient.read(
                Objects.requireNonNull(((JsonObject) content.items().getFirst()).string("text")));
    }

    @Test
    void audit_reads_the_journal_that_the_configuration_names() throws Exception {
        String servers = "servers: { modern: { run: " + Peers.modern() + ", env-from: [PATH], allow: [add] } }\n";
        program.configure("journal: { directory: elsewhere }\n" + servers);
        Path other = program.home().resolve("other.yaml");
        Files.writeString(other, "version: 1\nuntyped: allow\njournal: { directory: apart }\n" + servers);
        program.run("", "stdio");
        program.run("", "stdio", "--config", other.toString());
        program.run("", "stdio", "--config", other.toString());
        for (String verb : List.of("verify", "tail", "query", "export")) {
            assertThat(program.run("", "audit", verb, "--config", other.toString()))
                    .as(verb)
                    .returns(0, Program.Ended::exit)
                    .extracting(Program.Ended::out)
                    .asString()
                    .contains("strand-0");
        }
        assertThat(program.journal()).doesNotExist();
        assertThat(starts("--config", other.toString())).isEqualTo(2);
        assertThat(starts()).isEqualTo(1);
        assertThat(program.run("", "audit", "tail", "--config", "x", "--journal", "y")
                        .exit())
                .isEqualTo(2);
        program.configureAll("version: 2");
        assertThat(program.run("", "audit", "tail"))
                .returns(3, Program.Ended::exit)
                .extracting(Program.Ended::err)
                .asString()
                .contains("lockkeeper.yaml", "--journal");
    }

    private long starts(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("audit", "query", "--type", "start"));
        arguments.addAll(List.of(options));
        return program.run("", arguments.toArray(String[]::new)).out().lines().count();
    }

    @Test
    void a_command_is_wrapped_under_the_rules_of_a_server_of_the_configuration() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            Outcome connected = client.ask(program.stdio(
                    "legacy",
                    "stdio",
                    "--server",
                    "modern",
                    "--",
                    "node",
                    Peers.folder().resolve("modern-server.mjs").toString(),
                    "stdio"));
            assertThat(connected.ok()).isTrue();
            assertThat(client.call(
                                    "add",
                                    JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)))
                            .ok())
                    .isTrue();
        }
    }

    @Test
    void a_command_needs_no_name_where_the_configuration_has_one_server() throws Exception {
        String[] wrapped = {
            "stdio", "--", "node", Peers.folder().resolve("modern-server.mjs").toString(), "stdio"
        };
        assertThat(program.run("", wrapped))
                .returns(2, Program.Ended::exit)
                .extracting(Program.Ended::err)
                .asString()
                .contains("--server", "files, modern, talkative");
        program.configure("servers: { lone: { run: no-such-program, allow: [add] } }");
        try (RealClient client = RealClient.start(Peers.folder())) {
            assertThat(client.ask(program.stdio("legacy", wrapped)).ok()).isTrue();
            assertThat(client.call(
                                    "add",
                                    JsonObject.EMPTY.with("a", JsonNumber.of(2)).with("b", JsonNumber.of(3)))
                            .ok())
                    .isTrue();
            assertThat(client.call("count", JsonObject.EMPTY).data("reason")).isEqualTo("policy.default-deny");
        }
    }

    @Test
    void two_processes_write_one_journal_that_verifies() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(program.stdio("legacy", "stdio", "--server", "files").with("client", "one"));
            client.ask(program.stdio("legacy", "stdio", "--server", "files").with("client", "two"));
            for (String each : new String[] {"one", "two"}) {
                assertThat(client.ask(JsonObject.EMPTY
                                        .with("op", "call")
                                        .with("client", each)
                                        .with("name", "read_text_file")
                                        .with("arguments", path("a.txt")))
                                .ok())
                        .isTrue();
            }
        }
        Verification verification = JournalVerifier.verify(program.journal());
        assertThat(verification.status()).isEqualTo(Verification.Status.VERIFIED);
        assertThat(verification.strands()).hasSize(2);
    }

    @Test
    void a_client_that_does_not_read_keeps_no_other_process_from_the_journal() throws Exception {
        program.configure("limits: { calls: { loops: { identical: 0 } } }\nservers: { everything: { run: "
                + Peers.run("everything") + ", env-from: [PATH], allow: [echo] } }");
        String large = "x".repeat(99_000);
        Process deaf = program.start("stdio");
        try (RawClient other = new RawClient.OverStdio(program.start("stdio"))) {
            String messages = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                    + RawClient.introduction("2025-11-25").text() + "}\n"
                    + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":"
                    + echo(large).text() + "}\n";
            deaf.getOutputStream().write(messages.getBytes(StandardCharsets.UTF_8));
            deaf.getOutputStream().flush();
            // More than a pipe holds is on its way.
            await().until(() -> deaf.getInputStream().available() > 60_000);
            other.ask("initialize", RawClient.introduction("2025-11-25"));
            other.tell("notifications/initialized");
            for (int i = 0; i < 50; i++) {
                assertThat(other.ask("tools/call", echo("hello")).text()).contains("Echo: hello");
            }
            BufferedReader late = deaf.inputReader(StandardCharsets.UTF_8);
            assertThat(late.readLine()).contains("\"id\":1");
            assertThat(late.lines().filter(line -> line.contains("\"id\":2")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).contains(large));
        } finally {
            deaf.destroy();
        }
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
    }

    private static JsonObject echo(String message) {
        return JsonObject.EMPTY.with("name", "echo").with("arguments", JsonObject.EMPTY.with("message", message));
    }

    @Test
    void a_program_that_is_told_to_stop_takes_its_server_with_it_and_records_its_end() throws Exception {
        Process stdio = program.start("stdio", "--server", "modern");
        stdio.getOutputStream().write((DISCOVER + "\n").getBytes(StandardCharsets.UTF_8));
        stdio.getOutputStream().flush();
        assertThat(stdio.inputReader().readLine()).contains("\"supportedVersions\"");
        List<ProcessHandle> servers = stdio.descendants().toList();
        assertThat(servers).isNotEmpty();
        stdio.destroy();
        assertThat(stdio.waitFor(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(program.run("", "audit", "query", "--type", "stop", "--json").out())
                .contains("\"type\":\"stop\"");
    }

    @Test
    void a_program_that_is_told_to_stop_while_it_ends_leaves_no_server() throws Exception {
        Path ended = directory.resolve("ended");
        Path script = Files.writeString(
                directory.resolve("server.sh"),
                "read line; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\","
                        + "\"capabilities\":{},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}'\n"
                        + "while read line; do :; done; touch " + ended + "; while :; do sleep 0.1; done\n");
        program.configure("servers: { stays: { run: [sh, " + script
                + "], env-from: [PATH], protocol: 2025-11-25, allow: ['*'] } }");
        Process stdio = program.start("stdio");
        stdio.getOutputStream()
                .write(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                                + RawClient.introduction("2025-11-25").text() + "}\n")
                        .getBytes(StandardCharsets.UTF_8));
        stdio.getOutputStream().flush();
        assertThat(stdio.inputReader().readLine()).contains("serverInfo");
        List<ProcessHandle> servers = stdio.descendants().toList();
        assertThat(servers).isNotEmpty();
        stdio.getOutputStream().close();
        // The server knows that it should end, and does not: clients of today lose patience about now.
        await().until(() -> Files.exists(ended));
        stdio.destroy();
        assertThat(stdio.waitFor(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static final String DISCOVER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":"
            + "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    private JsonObject path(String file) {
        return JsonObject.EMPTY.with("path", workspace.resolve(file).toString());
    }
}
