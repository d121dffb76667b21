package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    @TempDir
    private Path directory;

    @Test
    void a_demo_that_is_kept_says_how_to_connect_and_ends_with_all_it_started() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path out = directory.resolve("out.log");
        Process demo = start(temporary, out, "--keep");
        try {
            await().atMost(Duration.ofSeconds(100))
                    .until(() -> !demo.isAlive() || Files.readString(out).contains("takes effect at once"));
            assertThat(Files.readString(out))
                    .contains("claude mcp add ", "code --add-mcp ", "modelcontextprotocol/inspector");
            Matcher words = Pattern.compile("http files (\\S+) --header \"Authorization: (Bearer \\S+)\"")
                    .matcher(Files.readString(out));
            assertThat(words.find()).isTrue();
            var request = HttpRequest.newBuilder(URI.create(words.group(1)))
                    .header("Authorization", words.group(2))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE));
            assertThat(HttpClient.newHttpClient()
                            .send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            List<ProcessHandle> children = demo.descendants().toList();
            assertThat(children).isNotEmpty();
            demo.destroy();
            assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(temporary).isEmptyDirectory();
        } finally {
            demo.destroyForcibly();
        }
    }

    private Process start(Path temporary, Path out, String... options) throws Exception {
        Peers.folder();
        List<String> command = new ArrayList<>(new Program(directory).command("demo"));
        command.addAll(List.of(options));
        command.add(1, "-Dlockkeeper.root=" + Objects.requireNonNull(System.getProperty("lockkeeper.root")));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    /** Of each attack that succeeded directly, whose it is and what the line after it says of the gateway. */
    private static List<String> halves(List<String> lines) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher direct =
                    Pattern.compile(".*\\((CVE-\\S+)\\): it succeeds directly").matcher(lines.get(i));
            if (direct.matches()) {
                found.add(direct.group(1) + " " + lines.get(i + 1).strip().replaceFirst(":.*", ""));
            }
        }
        return found;
    }

    @Test
    void the_story_goes_as_told_and_leaves_nothing_behind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path out = directory.resolve("out.log");
        Process demo = start(temporary, out);
        assertThat(demo.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
                .contains("policy.default-deny", "arguments.undeclared", "chain and signature verified", "found out:")
                .doesNotContain("UNEXPECTED");
        assertThat(halves(Files.readAllLines(out)))
                .containsExactly(
                        "CVE-2025-53110 refused, path.outside-root",
                        "CVE-2025-53967 refused, identifier.form",
                        "CVE-2026-5322 refused, sql.table");
        assertThat(demo.exitValue()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }
}
