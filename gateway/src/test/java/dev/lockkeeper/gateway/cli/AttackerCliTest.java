package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.testing.MemoryJournal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AttackerCliTest {

    private static final String LAX = """
            version: 1
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
        var log = new DecisionLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), InstantSource.system());
        var decider = new Decider(Rulebook.EMPTY, new MemoryJournal(), System::nanoTime, log);
        String uri = "x:ghp_0123456789012345678901234567890123456789?password=hunter2\u009b2J\u202e";
        decider.decide(
                new ResourceRead("s", uri, JsonObject.EMPTY),
                Request.of(RequestId.of(1), "resources/read", JsonObject.EMPTY),
                new Context(
                        new Caller("a", "token", Set.of()),
                        Client.UNKNOWN,
                        Instant.EPOCH,
                        Selection.EVERYTHING,
                        Set.of()));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
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
        assertThat(out.toString()).contains("The decision then was").doesNotContain("\u001b");
    }

    @Test
    void a_policy_that_was_read_while_the_journal_failed_comes_into_force_afterwards() throws Exception {
        Path policy = Files.writeString(directory.resolve("lockkeeper.yaml"), LAX);
        Home home = Home.of(Map.of("LOCKKEEPER_HOME", directory.resolve("home").toString()));
        var plan = new Wiring.Plan(
                policy,
                home,
                Map.of(),
                null,
                List.of(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try (Wiring wiring = Wiring.open(plan)) {
            String before = wiring.decider().rulebook().version();
            Path away = directory.resolve("away");
            Files.move(home.journal(), away);
            // A file in its place: nothing can be written.
            Files.writeString(home.journal(), "");
            Files.writeString(policy, LAX.replace("allow:", "deny:"));
            // Long enough for the watch to have seen it.
            Thread.sleep(4_000);
            Files.delete(home.journal());
            Files.move(away, home.journal());
            Thread.sleep(6_000);
            boolean works = wiring.journalWorks();
            String after = wiring.decider().rulebook().version();
            System.err.println("ATTACK reload works=" + works + " same=" + before.equals(after));
            assertThat(after).as("the stricter policy is in force").isNotEqualTo(before);
        }
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

    @Test
    void a_listing_of_costly_schemas_does_not_hold_up_the_gateway() throws Exception {
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 20_000, System::nanoTime);
        var schema = new StringBuilder("{\"type\":\"object\",\"properties\":{");
        for (int i = 0; i < 190; i++) {
            schema.append(i == 0 ? "" : ",")
                    .append("\"p")
                    .append(i)
                    .append("\":{\"type\":\"string\",\"pattern\":\"^(?:[a-z]{1,40}){1,25}")
                    .append(i)
                    .append("$\"}");
        }
        schema.append("}}");
        long one = 0;
        for (int i = 0; i < 60; i++) {
            var json = (JsonObject) new JsonReader(JsonLimits.DEFAULT)
                    .read(("{\"name\":\"t" + i + "\",\"inputSchema\":" + schema + "}")
                            .getBytes(StandardCharsets.UTF_8));
            ToolDefinition tool = Objects.requireNonNull(ToolDefinition.of(json));
            if (i == 0) {
                long start = System.nanoTime();
                System.err.println(
                        "ATTACK compiled as " + String.valueOf(catalog.of(tool)).substring(0, 60));
                one = (System.nanoTime() - start) / 1_000_000;
            } else {
                // As Wiring.compile does.
                Thread.ofVirtual().start(() -> catalog.of(tool));
            }
        }
        long start = System.nanoTime();
        Thread.ofVirtual().start(() -> {}).join();
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.err.println("ATTACK schema of " + schema.length() + " bytes compiles in " + one
                + " ms; another caller's virtual thread waited ms " + millis);
        assertThat(millis).isLessThan(1_000);
    }
}
