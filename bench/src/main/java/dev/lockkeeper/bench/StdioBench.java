package dev.lockkeeper.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From the start of a process to its answer to {@code initialize}: servers by themselves, and through the gateway. */
final class StdioBench implements Section {

    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"bench","version":"1"}}}
            """;
    private static final String LIST = """
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":1,"method":"tools/list"}
            """;

    /** What was measured of one way to start, a value for each start. */
    private record Starts(List<Long> nanos, List<Long> resident) {

        Starts() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public String name() {
        return "stdio";
    }

    @Override
    public String title() {
        return "Start over standard input and output";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException, InterruptedException {
        Checkout checkout = stage.checkout();
        Map<String, List<String>> servers = new LinkedHashMap<>();
        servers.put(
                "a server in sh",
                List.of(
                        "/bin/sh",
                        checkout.root().resolve("gateway/src/jvm/server.sh").toString()));
        Path everything = checkout.root()
                .resolve("testdata/node/node_modules/@modelcontextprotocol/server-everything/dist/index.js");
        if (Files.exists(everything)) {
            servers.put("server-everything on Node", List.of("node", everything.toString()));
        }
        var table = new Table("server", "way", "ms to the answer", "added ms", "resident MB");
        boolean fast = true;
        boolean small = true;
        for (var server : servers.entrySet()) {
            Map<String, Starts> ways = measure(stage, pace, server.getValue());
            double direct = Numbers.median(ways.getOrDefault("direct", new Starts()).nanos);
            for (var way : ways.entrySet()) {
                double added = Numbers.median(way.getValue().nanos) - direct;
                double resident = Numbers.median(way.getValue().resident);
                boolean judged = way.getKey().equals(JAVA) || way.getKey().equals(LAUNCHER);
                fast &= !judged || added <= 400e6;
                small &= !judged || resident <= 120 << 20;
                table.row(
                        server.getKey(),
                        way.getKey(),
                        Numbers.fixed(Numbers.median(way.getValue().nanos) / 1e6, 0),
                        Numbers.fixed(added / 1e6, 0),
                        Numbers.mebibytes(resident));
            }
        }
        return """
                From exec to the answer to `initialize`, and the resident memory after `tools/list`, of the gateway's \
                process alone. Medians of %d starts in turn. The configuration has one server and one rule with a \
                condition.

                %s
                Goals, with the cache: added ≤ 400 ms: %s; resident ≤ 120 MB: %s.
                """.formatted(pace.starts(), table, Numbers.met(fast), Numbers.met(small));
    }

    private static final String LAUNCHER = "`./lockkeeper stdio`";
    private static final String JAVA = "its java command";
    private static final String UNCACHED = "the same without the cache";

    private static Map<String, Starts> measure(Stage stage, Pace pace, List<String> server)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(stage.place(), "stdio");
        Files.writeString(home.resolve("lockkeeper.yaml"), """
                version: 1
                untyped: allow
                servers:
                  one:
                    run: ["%s"]
                    env-from: [PATH]
                    allow:
                      - { tools: ['*'], where: 'has(args.message) && size(args.message) < 100' }
                """.formatted(String.join("\", \"", server)));
        List<String> cached = new ArrayList<>(stage.checkout().program("stdio"));
        cached.add("stdio");
        List<String> uncached = new ArrayList<>(cached);
        uncached.removeIf(option -> option.startsWith("-XX:AOTCache="));
        Map<String, List<String>> ways = new LinkedHashMap<>();
        ways.put("direct", server);
        String launcher = System.getProperty("lockkeeper.launcher");
        if (launcher != null) {
            ways.put(LAUNCHER, List.of(launcher, "stdio"));
        }
        ways.put(JAVA, cached);
        ways.put(UNCACHED, uncached);
        Map<String, Starts> starts = new LinkedHashMap<>();
        for (int i = pace.quick() ? 1 : 0; i <= pace.starts(); i++) {
            for (var way : ways.entrySet()) {
                Starts measured = starts.computeIfAbsent(way.getKey(), name -> new Starts());
                // The first round only brings files into memory.
                start(way.getValue(), home, i == 0 ? new Starts() : measured);
            }
        }
        return starts;
    }

    private static void start(List<String> command, Path home, Starts measured)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(home.resolve("stderr.log").toFile());
        builder.environment().put("LOCKKEEPER_HOME", home.toString());
        long begun = System.nanoTime();
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            say(in, INITIALIZE);
            expect(out, home);
            measured.nanos.add(System.nanoTime() - begun);
            say(in, LIST);
            expect(out, home);
            measured.resident.add(Java.residentBytes(process.pid()));
        } finally {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static void say(OutputStream in, String text) throws IOException {
        in.write(text.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    // What a server says by itself on the way is passed over.
    private static void expect(BufferedReader out, Path home) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains("\"result\"")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("There was no answer: " + Files.readString(home.resolve("stderr.log")));
        }
    }
}
