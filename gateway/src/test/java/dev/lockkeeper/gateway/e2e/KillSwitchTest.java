package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command stops what several processes serve. */
class KillSwitchTest {

    private static final String VERSION = "2025-11-25";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private int calls;

    private static void introduce(RawClient client) throws Exception {
        client.ask("initialize", RawClient.introduction(VERSION));
        client.tell("notifications/initialized");
    }

    private String call(RawClient client, String tool) throws Exception {
        JsonObject arguments = JsonObject.EMPTY.with("n", JsonNumber.of(++calls));
        return client.ask("tools/call", JsonObject.EMPTY.with("name", tool).with("arguments", arguments))
                .text();
    }

    private static void done(Program.Ended ended) {
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void every_process_of_the_home_stops_with_the_next_message_and_goes_on_when_it_may() throws Exception {
        var program = new Program(directory);
        program.configure("servers: { a: { " + ShellServer.in(directory) + ", allow: [echo, wait] }, b: { "
                + ShellServer.in(directory) + ", allow: [echo] } }");
        String token = program.token("alice");
        try (Program.Serving gateway = program.serve();
                var http = new RawClient.OverHttp(gateway.url("a"), token, VERSION);
                var other = new RawClient.OverHttp(gateway.url("b"), token, VERSION);
                var modern = new RawClient.OverHttp(gateway.url("a"), token, "2026-07-28");
                var first = new RawClient.OverStdio(program.start("stdio", "--server", "a"));
                var second = new RawClient.OverStdio(program.start("stdio", "--server", "a"))) {
            List<RawClient> all = List.of(http, first, second);
            for (RawClient client : all) {
                introduce(client);
                assertThat(call(client, "echo")).contains("hello");
            }
            introduce(other);

            done(program.run("", "kill", "--server", "a", "--because", "it misbehaves"));
            for (RawClient client : all) {
                assertThat(call(client, "echo"))
                        .contains("\"reason\":\"kill.switch\"")
                        .doesNotContain("misbehaves");
                assertThat(client.ask("tools/list", JsonObject.EMPTY).text()).contains("kill.switch");
            }
            assertThat(modern.ask("tools/list", meta()).text()).contains("kill.switch");
            assertThat(call(other, "echo")).contains("hello");
            assertThat(program.run("", "kill", "--list").out())
                    .contains("server a, stopped by os:")
                    .contains("it misbehaves");

            done(program.run("", "revive", "--server", "a"));
            for (RawClient client : all) {
                assertThat(call(client, "echo")).contains("hello");
            }
            done(program.run("", "kill", "--caller", "token:alice", "--because", "lost laptop"));
            assertThat(call(http, "echo")).contains("kill.switch");
            assertThat(call(other, "echo")).contains("kill.switch");
            assertThat(call(first, "echo")).contains("hello");
            Files.writeString(program.home().resolve("kill.json"), "damaged");
            assertThat(call(first, "echo")).contains("kill.switch");
            assertThat(program.run("", "kill", "--list").exit()).isEqualTo(1);
            done(program.run("", "revive", "--all"));
            for (RawClient client : all) {
                assertThat(call(client, "echo")).contains("hello");
            }
        }
        List<String> switched = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        new JournalQuery(program.journal()).select(JournalFilter.ALL, entry -> {
            if (entry.string("type").equals("kill")) {
                switched.add(entry.string("outcome") + " " + entry.string("server") + entry.string("caller") + " "
                        + entry.string("because"));
            }
            if (entry.string("reason").equals("kill.switch")) {
                refused.add(entry.record().text());
            }
        });
        assertThat(switched)
                .containsExactlyInAnyOrder(
                        "stopped a it misbehaves", "revived a ", "stopped token:alice lost laptop", "revived  ");
        assertThat(refused).anyMatch(text -> text.contains("it misbehaves") && text.contains("os:"));
    }

    private static JsonObject meta() {
        return RawClient.read("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");
    }

    @Test
    void an_answer_that_comes_after_the_stop_does_not_arrive() throws Exception {
        var program = new Program(directory);
        program.configure("servers: { a: { " + ShellServer.in(directory) + ", allow: [echo, wait] } }");
        try (var client = new RawClient.OverStdio(program.start("stdio", "--server", "a"));
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            introduce(client);
            Future<String> waiting = thread.submit(() -> call(client, "wait"));
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("reached")));
            done(program.run("", "kill", "--all", "--because", "now"));
            Files.createFile(directory.resolve("go"));
            assertThat(waiting.get()).contains("kill.switch").doesNotContain("waited");
        }
    }

    @Test
    void the_command_says_what_it_needs() throws Exception {
        var program = new Program(directory);
        assertThat(program.run("", "kill", "--all").exit()).isEqualTo(2);
        assertThat(program.run("", "kill", "--because", "x").exit()).isEqualTo(2);
        assertThat(program.run("", "kill", "--all", "--server", "a", "--because", "x")
                        .exit())
                .isEqualTo(2);
        assertThat(program.run("", "revive", "--server", "a").exit()).isEqualTo(1);
        assertThat(program.home().resolve("kill.json")).doesNotExist();
        assertThat(program.run("", "kill", "--list").out()).contains("Nothing is stopped.");
        done(program.run("", "kill", "--tool", "send", "--because", "x"));
        assertThat(program.run("", "kill", "--list", "--json").out()).contains("\"tool\":\"send\"");
    }

    @Test
    void a_server_that_the_configuration_does_not_name_is_stopped_with_a_warning() throws Exception {
        var program = new Program(directory);
        program.configure("servers: { files: { run: x, allow: [y] } }");
        Program.Ended known = program.run("", "kill", "--server", "files", "--because", "x");
        done(known);
        assertThat(known.err()).doesNotContain("Warning");
        Program.Ended unknown = program.run("", "kill", "--server", "filse", "--because", "x");
        done(unknown);
        assertThat(unknown.err()).contains("names no server \"filse\"; did you mean \"files\"?");
        assertThat(program.run("", "kill", "--list").out()).contains("server files,", "server filse,");
    }
}
