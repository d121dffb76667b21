package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StdioProcessTest extends StdioUpstreamSetting {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void the_environment_holds_what_was_named_and_nothing_else() throws UpstreamFailure {
        start(LONG);
        assertThat(line(forward(Permits.request("1", "environment"))))
                .contains("LOCKKEEPER_TEST=yes")
                .doesNotContain("PATH=")
                .doesNotContain("HOME=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "half-and-exit"})
    void a_crash_fails_whatever_waits(String method) throws Exception {
        start(LONG);
        FutureTask<Response> waiting = inBackground(() -> forward(Permits.request("1", "silence")));
        fails(Permits.request("2", method), Reason.UPSTREAM_CLOSED);
        assertThatThrownBy(waiting::get).cause().isInstanceOf(UpstreamFailure.class);
        ended(Reason.UPSTREAM_CLOSED);
        fails(Permits.request("3", "echo"), Reason.UPSTREAM_CLOSED);
        assertThatThrownBy(() -> running().tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}")))
                .isInstanceOf(UpstreamFailure.class);
    }

    @Test
    void a_server_that_does_not_read_holds_nobody_up_for_longer_than_the_timeout() throws Exception {
        start(SHORT);
        fails(Permits.request("1", "deaf"), Reason.UPSTREAM_TIMEOUT);
        String large = "x".repeat(300_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Permit permit = Permits.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"x\":\"" + large + "\"}}");
                answers.add(threads.submit(() -> forward(permit)));
            }
            for (Future<Response> answer : answers) {
                assertThatThrownBy(answer::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                UpstreamFailure.class,
                                failure -> assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT));
            }
        }
    }

    @Test
    void a_command_that_does_not_exist_is_unavailable() {
        var settings = new CommandSettings(List.of("/nonexistent/x", "s3cret"), Map.of(), null, LONG, 1024, LONG);
        assertThatThrownBy(() -> StdioUpstream.start("s", settings, heard))
                .isInstanceOfSatisfying(UpstreamFailure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_UNAVAILABLE);
                    assertThat(failure).hasMessageNotContaining("s3cret");
                });
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void closing_ends_a_server_that_reads_its_input_by_closing_it() throws UpstreamFailure {
        start(LONG);
        forward(Permits.request("1", "echo"));
        running().close();
        assertThat(ProcessTree.lives(running().process())).isFalse();
        assertThat(heard.closed).as("nobody is told what they did themselves").isEmpty();
        running().close();
    }

    /** One that ends at the end of its input, though not at once, and one that ends at SIGTERM, though not at once. */
    @ParameterizedTest
    @CsvSource({"60, sleep 0.2; echo input >>how", "1, while :; do sleep 0.1; done"})
    void closing_asks_a_server_to_end_and_waits_before_it_does_worse(int grace, String atEndOfInput) throws Exception {
        var script = "trap 'sleep 0.2; echo sigterm >>how; exit' TERM; : >ready; while read line; do :; done; ";
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", script + atEndOfInput),
                        Map.of("PATH", "/usr/bin:/bin"),
                        directory,
                        LONG,
                        1024,
                        Duration.ofSeconds(grace)),
                heard);
        await().until(() -> Files.exists(directory.resolve("ready")));
        running().close();
        assertThat(directory.resolve("how")).hasContent(atEndOfInput.contains("echo") ? "input" : "sigterm");
    }

    @Test
    void nobody_waits_for_a_process_that_ended_and_that_nobody_asks() throws Exception {
        assumeTrue(ProcessSession.available());
        // What the shell becomes knows nothing of the child that it inherits.
        Process root = new ProcessBuilder("/bin/sh", "-c", "sleep 0.01 & exec sleep 600").start();
        try {
            await().until(() -> root.children().anyMatch(ProcessSession::defunct));
            ProcessHandle child = root.children().findFirst().orElseThrow();
            assertThat(child.isAlive()).as("so it seems to Java").isTrue();
            assertThat(ProcessSession.defunct(root.toHandle())).isFalse();
        } finally {
            root.destroyForcibly().waitFor();
        }
        assertThat(ProcessSession.defunct(root.toHandle())).isFalse();
    }

    @Test
    void closing_kills_a_tree_that_ignores_both_end_of_input_and_sigterm() throws UpstreamFailure {
        var script = "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & while :; do sleep 1; done";
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", "/usr/bin:/bin"),
                        null,
                        LONG,
                        1024,
                        Duration.ofMillis(200)),
                heard);
        await().until(() -> running().process().descendants().count() >= 3);
        List<ProcessHandle> tree = running().process().descendants().toList();
        running().close();
        assertThat(ProcessTree.lives(running().process())).isFalse();
        assertThat(tree).noneMatch(ProcessTree::lives);
    }

    @Test
    void a_child_left_behind_does_not_survive_its_parent() throws UpstreamFailure {
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", "sleep 1000 & read line"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        null,
                        LONG,
                        1024,
                        LONG),
                heard);
        await().until(() -> running().process().descendants().findAny().isPresent());
        List<ProcessHandle> tree = running().process().descendants().toList();
        running().close();
        assertThat(tree).isNotEmpty().noneMatch(ProcessTree::lives);
    }

    @Test
    void a_process_that_ends_while_a_child_holds_its_output_ends_the_conversation() throws UpstreamFailure {
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", "sleep 5 & read line"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        null,
                        LONG,
                        1024,
                        Duration.ofMillis(200)),
                heard);
        fails(Permits.request("1", "x"), Reason.UPSTREAM_CLOSED);
        ended(Reason.UPSTREAM_CLOSED);
    }

    @Test
    void what_a_crashed_server_left_behind_is_ended() throws Exception {
        assumeTrue(ProcessSession.available());
        // Whoever is started by a subshell that ends at once is nobody's child any more, and here it ignores SIGTERM.
        var script = "(trap '' TERM; /bin/sh -c 'echo $$ >left; exec sleep 1000' </dev/null >/dev/null 2>&1 &)\n"
                + "while [ ! -s left ]; do :; done; read line; kill -9 $$";
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", "/usr/bin:/bin"),
                        directory,
                        LONG,
                        1024,
                        Duration.ofMillis(200)),
                heard);
        fails(Permits.request("1", "x"), Reason.UPSTREAM_CLOSED);
        long left = Long.parseLong(Files.readString(directory.resolve("left")).strip());
        assertThat(running().process().descendants()).isEmpty();
        ended(Reason.UPSTREAM_CLOSED);
        await().until(() ->
                ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void a_command_is_looked_for_where_the_server_runs_or_in_the_gateways_path() throws Exception {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\nread line\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of("./program", program.toString(), "sh")) {
            var settings = new CommandSettings(List.of(name), Map.of(), directory, LONG, 1024, LONG);
            StdioUpstream started = StdioUpstream.start("s", settings, heard);
            await().until(() -> started.process().isAlive());
            started.close();
        }
        var absent = new CommandSettings(List.of("program"), Map.of(), directory, LONG, 1024, LONG);
        assertThatThrownBy(() -> StdioUpstream.start("s", absent, heard)).isInstanceOf(UpstreamFailure.class);
    }
}
