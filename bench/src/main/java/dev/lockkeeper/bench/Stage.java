package dev.lockkeeper.bench;

import dev.lockkeeper.bench.load.Backend;
import dev.lockkeeper.bench.load.Generator;
import dev.lockkeeper.bench.load.Target;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory on the disk, and the processes of one measurement; closing it ends them and removes it. */
final class Stage implements AutoCloseable {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final Checkout checkout;
    private final Path place;
    private final Deque<Child> children = new ArrayDeque<>();
    private int count;

    private Stage(Checkout checkout, Path place) {
        this.checkout = checkout;
        this.place = place;
    }

    static Stage set(Checkout checkout) throws IOException {
        // Not the system's place for temporary files, which may be in memory: the journal is to wait for a disk.
        Path target = Files.createDirectories(checkout.root().resolve("bench/target"));
        return new Stage(checkout, Files.createTempDirectory(target, "stage"));
    }

    Path place() {
        return place;
    }

    Checkout checkout() {
        return checkout;
    }

    /** A generator of load. */
    Child generator() throws IOException {
        return keep(Child.java(place, "generator" + ++count, Generator.class, List.of("-Xms256m", "-Xmx256m")));
    }

    /** Has the generator do something, and returns what it tells. */
    static JsonObject ask(Child generator, JsonObject command) throws IOException {
        try {
            String answer = generator.ask(command.text());
            JsonObject told = (JsonObject) READER.read(answer.getBytes(StandardCharsets.UTF_8));
            if (told.get("error") != null) {
                throw new IllegalStateException("A measurement failed: " + told.text());
            }
            return told;
        } catch (JsonRefused e) {
            throw new IOException(e);
        }
    }

    /** The MCP server behind everything; returns its port. */
    int backend(String... arguments) throws IOException {
        Child backend =
                keep(Child.java(place, "backend" + ++count, Backend.class, List.of("-Xms512m", "-Xmx512m"), arguments));
        return Integer.parseInt(backend.line());
    }

    /** The gateway before a server on this port, by a configuration as strict as it is by default. */
    Gateway gateway(int port, int conversations) throws IOException {
        Path home = Files.createDirectory(place.resolve("home" + ++count));
        Files.writeString(home.resolve("lockkeeper.yaml"), """
                version: 1
                untyped: allow
                listen:
                  port: 0
                  health-port: 0
                  limits: { connections: %1$d, requests: 1000, requests-per-caller: 1000, streams-per-caller: %1$d }
                limits:
                  sessions: { total: %1$d, per-caller: %1$d }
                %4$sjournal: { directory: journal }
                servers:
                  bench:
                    url: http://127.0.0.1:%2$d/mcp
                %3$s""".formatted(
                        conversations, port, Rules.yaml(50, "    "), Rules.calls("  ")));
        Map<String, String> environment = Map.of("LOCKKEEPER_HOME", home.toString());
        String token = token(environment);
        List<String> command = new ArrayList<>(checkout.program("serve"));
        command.add("serve");
        Child serve = keep(Child.start("serve" + count, place, environment, command));
        // "Lockkeeper listens at http://127.0.0.1:PORT/s/NAME/mcp"
        String url = serve.line().split(" ", -1)[3];
        int listening = Integer.parseInt(url.replaceFirst(".*:([0-9]+)/.*", "$1"));
        return new Gateway(serve, listening, token);
    }

    private String token(Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(checkout.program("token"));
        command.addAll(List.of("token", "new", "bench"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("lk_"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No token was made: " + said));
    }

    /** A running gateway. */
    record Gateway(Child process, int port, String token) {

        Target target(boolean modern) {
            return new Target(port, "/s/bench/mcp", token, modern);
        }
    }

    Child keep(Child child) {
        children.push(child);
        return child;
    }

    /** Ends one of the processes now. */
    void end(Child child) throws IOException {
        children.remove(child);
        child.close();
    }

    /** Waits until somebody listens on a port. */
    void awaitListening(int port) throws IOException, InterruptedException {
        for (int left = 200; ; left--) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException e) {
                if (left == 0) {
                    throw e;
                }
                Thread.sleep(25);
            }
        }
    }

    /** A number that was told. */
    static double number(JsonObject told, String member) {
        if (told.get(member) instanceof JsonNumber number) {
            return number.value().doubleValue();
        }
        throw new IllegalArgumentException("no number " + member + " in " + told.text());
    }

    @Override
    public void close() throws IOException {
        while (!children.isEmpty()) {
            children.pop().close();
        }
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
