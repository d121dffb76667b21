package dev.lockkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's ahead-of-time cache for {@code stdio}: made by the training run, and used with the launcher's options. */
class CacheTest {

    /** What one run answered, loaded and said. */
    private record Run(List<String> answers, String loaded, String said, int exit) {}

    @TempDir
    private static Path directory;

    private static Path options = Path.of("");
    private static Path jar = Path.of("");
    private static Path cache = Path.of("");

    @BeforeAll
    static void train() throws Exception {
        Checkout checkout = Built.required();
        options = checkout.root().resolve("gateway/src/jvm");
        jar = checkout.jar();
        cache = directory.resolve("stdio.aot");
        Path log = directory.resolve("train.log");
        int exit = new ProcessBuilder(
                        options.resolve("train").toString(), Java.program(), jar.toString(), cache.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
    }

    @Test
    void it_is_used_with_the_options_of_the_launcher() throws Exception {
        // The JVM refuses to start where it cannot use the cache.
        Run run = run("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
        assertThat(run.answers()).as(run.said()).hasSize(3).allMatch(answer -> answer.contains("\"result\""));
        assertThat(run.loaded())
                .containsPattern("dev\\.lockkeeper\\.gateway\\.session\\.Session source: shared objects file")
                .containsPattern("dev\\.cel\\.[^ ]+ source: shared objects file");
    }

    @Test
    void a_start_loads_neither_the_http_server_nor_a_client() throws Exception {
        assertThat(run("-XX:AOTCache=" + cache).loaded())
                .contains("dev.lockkeeper.gateway.front.StdioEntrance ")
                .doesNotContain("org.eclipse.jetty.server.Server ", "org.eclipse.jetty.client.HttpClient ");
    }

    @Test
    void a_missing_or_damaged_cache_or_one_of_another_jar_prevents_nothing_and_stays_off_standard_output()
            throws Exception {
        Path damaged = Files.write(directory.resolve("damaged.aot"), new byte[10_000]);
        Path cut = Files.copy(cache, directory.resolve("cut.aot"), StandardCopyOption.REPLACE_EXISTING);
        try (var file = new java.io.RandomAccessFile(cut.toFile(), "rw")) {
            file.setLength(Files.size(cache) / 2);
        }
        for (Path each : List.of(directory.resolve("missing.aot"), damaged, cut)) {
            preventedNothing(run("-XX:AOTCache=" + each));
        }
        Path other = Files.copy(
                jar, Files.createDirectory(directory.resolve("other")).resolve("other.jar"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
        Path lib = Files.createSymbolicLink(other.resolveSibling("lib"), jar.resolveSibling("lib"));
        Run run = run(other, "-XX:AOTCache=" + cache);
        Files.delete(lib);
        preventedNothing(run);
        assertThat(run.loaded())
                .contains("dev.lockkeeper.gateway.session.Session ")
                .doesNotContain("dev.lockkeeper.gateway.session.Session source: shared objects file");
    }

    private static void preventedNothing(Run run) {
        assertThat(run.answers())
                .as(run.said())
                .hasSize(3)
                .allMatch(answer -> answer.startsWith("{\"jsonrpc\":\"2.0\","));
        assertThat(run.exit()).isZero();
    }

    private static Run run(String... more) throws Exception {
        return run(jar, more);
    }

    private static Run run(Path program, String... more) throws Exception {
        Path home = Files.createTempDirectory(directory, "home");
        for (String file : List.of("train.yaml", "server.sh")) {
            Files.copy(options.resolve(file), home.resolve(file));
        }
        Path loaded = home.resolve("loaded");
        List<String> command = new ArrayList<>(List.of(Java.program(), "@" + options.resolve("stdio.options")));
        command.addAll(List.of(more));
        command.addAll(List.of(
                "-Xlog:class+load:file=" + loaded, "-jar", program.toString(), "stdio", "--config", "train.yaml"));
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(home.resolve("said").toFile());
        builder.environment().put("LOCKKEEPER_HOME", home.toString());
        Process process = builder.start();
        List<String> answers = new ArrayList<>();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String message :
                    Files.readAllLines(options.resolve("train.jsonl")).subList(0, 4)) {
                in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                String answer = message.contains("\"id\"") ? out.readLine() : null;
                if (answer != null) {
                    answers.add(answer);
                }
            }
        } catch (java.io.IOException e) {
            // It ended early, which the answers tell.
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                answers,
                Files.exists(loaded) ? Files.readString(loaded) : "",
                Files.readString(home.resolve("said")),
                process.exitValue());
    }
}
