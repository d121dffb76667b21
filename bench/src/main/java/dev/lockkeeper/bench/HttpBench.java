package dev.lockkeeper.bench;

import dev.lockkeeper.bench.load.Generator;
import dev.lockkeeper.bench.load.Target;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Latency at a fixed rate and throughput when saturated: directly, through nginx, and through the gateway. */
final class HttpBench implements Section {

    private static final int RATE = 1_000;
    private static final int CONNECTIONS = 32;
    private static final String DIRECT = "direct";
    private static final String NGINX = "nginx, plain";
    private static final String READING = "Lockkeeper, read-only tool";
    private static final String WRITING = "Lockkeeper, tool that may write";
    private static final String MODERN = "Lockkeeper, read-only tool, 2026-07-28";

    /** What was measured of one contender, a value for each round. */
    private record Measured(List<Double> p50, List<Double> p99, List<Double> perSecond, List<Double> processor) {

        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String title() {
        return "Calls over HTTP";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException, InterruptedException {
        List<Contender> contenders = contenders(stage);
        Child generator = stage.generator();
        for (Contender contender : contenders) {
            saturate(generator, contender, pace.warmUp());
        }
        Map<String, Measured> all = new LinkedHashMap<>();
        contenders.forEach(contender -> all.put(contender.name(), new Measured()));
        for (int round = 0; round < pace.rounds(); round++) {
            for (Contender contender : contenders) {
                measure(generator, contender, pace, all.getOrDefault(contender.name(), new Measured()));
            }
        }
        return told(all, pace);
    }

    private static List<Contender> contenders(Stage stage) throws IOException, InterruptedException {
        int backend = stage.backend();
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender(DIRECT, new Target(backend, "/mcp", "", false), Workload.READING, null));
        Optional<Path> nginx = Nginx.program();
        if (nginx.isPresent()) {
            Nginx.Running running = Nginx.start(nginx.get(), stage, backend);
            contenders.add(new Contender(
                    NGINX, new Target(running.port(), "/mcp", "", false), Workload.READING, running.process()));
        }
        Stage.Gateway gateway = stage.gateway(backend, 1_000);
        Child process = gateway.process();
        contenders.add(new Contender(READING, gateway.target(false), Workload.READING, process));
        contenders.add(new Contender(WRITING, gateway.target(false), Workload.WRITING, process));
        contenders.add(new Contender(MODERN, gateway.target(true), Workload.READING, process));
        return contenders;
    }

    private static void measure(Child generator, Contender contender, Pace pace, Measured measured) throws IOException {
        JsonObject paced = Stage.ask(
                generator,
                Generator.call(
                        contender.target(),
                        contender.tool(),
                        CONNECTIONS,
                        RATE,
                        pace.paced().toMillis()));
        measured.p50.add(Stage.number(paced, "p50"));
        measured.p99.add(Stage.number(paced, "p99"));
        Child process = contender.process();
        Duration before = process == null ? Duration.ZERO : process.processorTime();
        JsonObject saturated = saturate(generator, contender, pace.saturated());
        Duration after = process == null ? Duration.ZERO : process.processorTime();
        double calls = Stage.number(saturated, "calls");
        measured.perSecond.add(calls / (Stage.number(saturated, "nanos") / 1e9));
        measured.processor.add(after.minus(before).toNanos() / 1e9 / (calls / 1_000));
    }

    private static JsonObject saturate(Child generator, Contender contender, Duration time) throws IOException {
        return Stage.ask(
                generator, Generator.call(contender.target(), contender.tool(), CONNECTIONS, 0, time.toMillis()));
    }

    private static String told(Map<String, Measured> all, Pace pace) {
        Measured direct = all.getOrDefault(DIRECT, new Measured());
        double directP50 = Numbers.median(direct.p50);
        double directP99 = Numbers.median(direct.p99);
        double plain = Numbers.median(all.getOrDefault(NGINX, direct).perSecond);
        var table = new Table(
                "", "p50 ms", "p99 ms", "added p50", "added p99", "calls/s", "of nginx", "processor s per 1,000 calls");
        all.forEach((name, measured) -> table.row(
                name,
                Numbers.millis(Numbers.median(measured.p50)),
                Numbers.millis(Numbers.median(measured.p99)),
                Numbers.millis(Numbers.median(measured.p50) - directP50),
                Numbers.millis(Numbers.median(measured.p99) - directP99),
                Numbers.whole(Numbers.median(measured.perSecond)),
                all.containsKey(NGINX) ? Numbers.percent(Numbers.median(measured.perSecond) / plain) : "–",
                name.equals(DIRECT) ? "–" : Numbers.fixed(Numbers.median(measured.processor), 3)));
        Measured reading = all.getOrDefault(READING, direct);
        Measured writing = all.getOrDefault(WRITING, direct);
        return """
                A `tools/call` with arguments of 600 bytes and a result of 1 KB over %d connections. Latency: %s calls/s \
                for %d s, an open loop, counted from when a call was due. Throughput: every connection busy for %d s. \
                Medians of %d rounds in which all take turns. Everything is on in Lockkeeper: tokens, strict reading, the \
                tool's schema, a policy of 50 rules with conditions in CEL of which 10 are evaluated for each call, the \
                journal on the disk, the log. The record of a tool that may write is forced to the disk before the call \
                goes on. Versions: 2025-11-25 but where it says otherwise.

                %s
                %s| goal | read-only tool | tool that may write |
                |---|---|---|
                | added p50 ≤ 0.3 ms at 1,000 calls/s | %s | %s |
                | added p99 ≤ 2 ms at 1,000 calls/s | %s | %s |
                | saturated ≥ 25 %% of nginx | %s | %s |
                """.formatted(
                        CONNECTIONS,
                        Numbers.whole(RATE),
                        pace.paced().toSeconds(),
                        Math.max(1, pace.saturated().toSeconds()),
                        pace.rounds(),
                        table,
                        all.containsKey(NGINX) ? "" : Nginx.ABSENT + "\n\n",
                        Numbers.met(Numbers.median(reading.p50) - directP50 <= 0.3e6),
                        Numbers.met(Numbers.median(writing.p50) - directP50 <= 0.3e6),
                        Numbers.met(Numbers.median(reading.p99) - directP99 <= 2e6),
                        Numbers.met(Numbers.median(writing.p99) - directP99 <= 2e6),
                        share(all, reading, plain),
                        share(all, writing, plain));
    }

    private static String share(Map<String, Measured> all, Measured measured, double plain) {
        return all.containsKey(NGINX) ? Numbers.met(Numbers.median(measured.perSecond) >= plain / 4) : "unknown";
    }
}
