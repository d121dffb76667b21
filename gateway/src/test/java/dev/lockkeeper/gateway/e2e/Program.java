package dev.lockkeeper.gateway.e2e;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program with a home and a configuration of its own, each verb in a process of its own. */
final class Program {

    private final Path home;
    private final List<String> options;

    /** @param options of the virtual machine */
    Program(Path directory, String... options) throws IOException {
        this.home = Files.createDirectories(directory.resolve("home"));
        this.options = List.of(options);
    }

    /** What a verb printed and how it ended. */
    record Ended(int exit, String out, String err) {}

    Path home() {
        return home;
    }

    Path journal() {
        return home.resolve("journal");
    }

    /** Writes the configuration, the listener on free ports. */
    void configure(String yaml) throws IOException {
        configureAll("version: 1\nuntyped: allow\nlisten: { port: 0, health-port: 0 }\n" + yaml);
    }

    /** Writes a configuration with a listener of its own. */
    void configureAll(String yaml) throws IOException {
        Files.writeString(home.resolve("lockkeeper.yaml"), yaml);
    }

    List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.lockkeeper.gateway.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The operation by which {@code client.mjs} starts {@code lockkeeper stdio}. */
    JsonObject stdio(String mode, String... arguments) {
        List<String> command = command(arguments);
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("mode", mode)
                .with("command", command.getFirst())
                .with("args", JsonArray.ofStrings(command.subList(1, command.size())))
                .with("env", JsonObject.EMPTY.with("LOCKKEEPER_HOME", home.toString()));
    }

    Process start(String... arguments) throws IOException {
        var builder = new ProcessBuilder(command(arguments));
        builder.environment().put("LOCKKEEPER_HOME", home.toString());
        builder.environment().put("GIVEN", "given-value");
        return builder.directory(home.toFile())
                .redirectError(home.resolve("stderr.log").toFile())
                .start();
    }

    /** Runs a verb to its end. */
    Ended run(String input, String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the program does not end: " + String.join(" ", arguments));
        }
        return new Ended(process.exitValue(), out, Files.readString(home.resolve("stderr.log")));
    }

    /** Makes a token. */
    String token(String name) throws IOException, InterruptedException {
        return run("", "token", "new", name)
                .out()
                .lines()
                .filter(line -> line.strip().startsWith("lk_"))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /** A running {@code serve}. */
    record Serving(Process process, String url, String health) implements AutoCloseable {

        String url(String server) {
            return url.replace("NAME", server);
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    Serving serve() throws IOException {
        Process process = start("serve");
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String listens = out.readLine();
        String health = out.readLine();
        if (listens == null || health == null) {
            throw new IOException("serve ended: " + Files.readString(home.resolve("stderr.log")));
        }
        return new Serving(process, listens.split(" ")[3], health.substring("Health: ".length()));
    }
}
