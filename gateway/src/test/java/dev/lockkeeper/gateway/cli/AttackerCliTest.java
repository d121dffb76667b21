package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.testing.MemoryJournal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AttackerCliTest {

    private static final String LAX = """
            version: 1
            untyped: allow
            servers:
              s:
                run: "true"
                allow:
                  - tools: "*"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void the_log_holds_no_secret_and_no_terminal_control() {
        var bytes = new ByteArrayOutputStream();
        String uri = "x:ghp_0123456789012345678901234567890123456789?password=hunter2\u009b2J\u202e";
        try (var queue = new LogQueue(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            var log = new DecisionLog(queue, java.time.Clock.systemUTC());
            new Decider(Rulebook.EMPTY, new MemoryJournal(), System::nanoTime, log)
                    .decide(
                            new ResourceRead("s", uri, JsonObject.EMPTY),
                            Request.of(RequestId.of(1), "resources/read", JsonObject.EMPTY),
                            new Context(
                                    new Caller("a", "token", Set.of()),
                                    Client.UNKNOWN,
                                    Instant.EPOCH,
                                    Selection.EVERYTHING,
                                    Set.of()));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("\"event\":\"decision\"")
                .doesNotContain("ghp_0123")
                .doesNotContain("hunter2")
                .doesNotContain("\u009b")
                .doesNotContain("\u202e");
    }

    @Test
    void explain_prints_no_terminal_control_of_a_journal() throws Exception {
        Path policy = Files.writeString(directory.resolve("p.yaml"), LAX);
        Path strand = Files.createDirectories(directory.resolve("journal/strand-0"));
        Files.writeString(strand.resolve("000001.jsonl"), """
                {"seq":12,"time":"2026-11-21T10:00:00.000000Z","type":"decision","caller":"os:me","client":{"name":"c","version":"1"},"labels":[],"method":"tools/call","outcome":"\\u001b[2J\\u001b]0;owned\\u0007granted","params":{"arguments":{},"name":"t"},"reason":"x","server":"s","target":"t","prev":"","hash":""}
                """);
        var out = new StringWriter();
        new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "explain",
                        "-p",
                        policy.toString(),
                        "--journal",
                        directory.resolve("journal").toString(),
                        "--ref",
                        "strand-0/12");
        assertThat(out.toString()).contains("recorded:").doesNotContain("\u001b");
    }

    /** Clients start a stdio server in the directory of the project they work on, which may be anybody's. */
    @Test
    void a_configuration_in_the_working_directory_does_not_take_the_place_of_the_users_own() throws Exception {
        Path mine = Files.writeString(directory.resolve("lockkeeper.yaml"), LAX);
        Path planted = Path.of("lockkeeper.yaml");
        assertThat(planted).doesNotExist();
        try {
            Files.writeString(planted, LAX.replace("\"true\"", "touch /tmp/owned"));
            Home home = Home.of(Map.of("LOCKKEEPER_HOME", directory.toString()));
            assertThat(home.configuration(null)).isEqualTo(mine);
        } finally {
            Files.deleteIfExists(planted);
        }
    }
}
