package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Inspector on the command line, each call in a process of its own as its user would start it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectorTest {

    enum Way {
        STDIO,
        HTTP,
        SSE
    }

    private Path directory;
    private Program program;

    @AutoClose
    private Program.Serving gateway;

    private String token;

    @BeforeAll
    void serve(@TempDir Path temporary) throws Exception {
        directory = temporary;
        program = new Program(directory);
        program.configure("""
                servers:
                  everything:
                    run: %s
                    env-from: [PATH]
                    allow:
                      - { tools: [echo], where: '!args.message.contains("secret")' }
                      - { resources: ['demo://**'], prompts: [simple-prompt] }
                  modern:
                    run: %s
                    env-from: [PATH]
                    allow: [add]
                """.formatted(Peers.run("everything"), Peers.modern()));
        token = program.token("alice");
        gateway = program.serve();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void its_user_lists_calls_and_reads(Way way) throws Exception {
        assertThat(result(inspect(way, "everything", token, "--method", "tools/list")))
                .contains("\"echo\"")
                .doesNotContain("get-env");
        assertThat(result(inspect(
                        way,
                        "everything",
                        token,
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "echo",
                        "--tool-arg",
                        "message=good day")))
                .contains("Echo: good day");
        assertThat(result(inspect(way, "everything", token, "--method", "resources/list")))
                .contains("demo://resource/static/document/architecture.md");
        assertThat(result(inspect(way, "everything", token, "--method", "resources/templates/list")))
                .contains("demo://resource/dynamic/text/{resourceId}");
        assertThat(result(inspect(way, "everything", token, "--method", "prompts/list")))
                .contains("simple-prompt")
                .doesNotContain("args-prompt");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void its_user_reads_why_a_call_is_refused(Way way) throws Exception {
        Ended refused = inspect(
                way,
                "everything",
                token,
                "--method",
                "tools/call",
                "--tool-name",
                "echo",
                "--tool-arg",
                "message=a secret");
        assertThat(refused.exit).isNotZero();
        assertThat(refused.out).isEmpty();
        assertThat(refused.err).contains("No rule of the policy permits tool \\\"echo\\\" on server everything");
    }

    @ParameterizedTest
    @CsvSource({"STDIO, modern", "STDIO, auto", "STDIO, legacy", "HTTP, modern", "HTTP, auto", "HTTP, legacy"})
    void each_era_that_its_user_may_choose_works(Way way, String era) throws Exception {
        assertThat(result(inspect(
                        way,
                        "modern",
                        token,
                        "--protocol-era",
                        era,
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "add",
                        "--tool-args-json",
                        "{\"a\":2,\"b\":3}")))
                .contains("\"sum\":5");
    }

    @Test
    void its_user_is_told_that_a_token_is_missing() throws Exception {
        Ended refused = inspect(Way.HTTP, "modern", "none", "--stored-auth-only", "--method", "tools/list");
        assertThat(refused.exit).isNotZero();
        assertThat(refused.err).contains("auth_required", "Send Authorization: Bearer with a valid token");
    }

    private record Ended(int exit, String out, String err) {}

    private static String result(Ended ended) {
        assertThat(ended.exit).as(ended.err).isZero();
        JsonObject answer = RawClient.read(ended.out);
        return Objects.requireNonNull(answer.object("result")).text();
    }

    private Ended inspect(Way way, String server, String bearer, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                "node",
                Peers.folder("peers")
                        .resolve("node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js")
                        .toString(),
                "--cli",
                "--quiet",
                "--format",
                "json",
                "--connect-timeout",
                "60000"));
        command.addAll(List.of(arguments));
        command.addAll(
                switch (way) {
                    case STDIO -> launched(server);
                    case HTTP -> remote("http", gateway.url(server), bearer);
                    case SSE -> remote("sse", gateway.url(server).replaceFirst("mcp$", "sse"), bearer);
                });
        return run(command);
    }

    private List<String> launched(String server) {
        var words = new ArrayList<>(List.of("-e", "LOCKKEEPER_HOME=" + program.home(), "--"));
        words.addAll(program.command("stdio", "--server", server));
        return words;
    }

    private static List<String> remote(String transport, String url, String bearer) {
        return List.of("--transport", transport, "--server-url", url, "--header", "Authorization: Bearer " + bearer);
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        Path err = directory.resolve("inspector.log");
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        // It keeps files of its own there.
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }
}
