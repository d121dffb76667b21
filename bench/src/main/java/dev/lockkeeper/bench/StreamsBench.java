package dev.lockkeeper.bench;

import dev.lockkeeper.bench.load.Backend;
import dev.lockkeeper.bench.load.Generator;
import dev.lockkeeper.bench.load.Target;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;

/** What idle event streams cost: heap, and the latency of calls beside them. */
final class StreamsBench implements Section {

    private static final int RATE = 1_000;
    private static final int CONNECTIONS = 32;
    private static final int KEPT = 8 << 10;
    private static final int SPARE_FILES = 1_000;

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String title() {
        return "Idle event streams";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException {
        var table = new Table(
                "",
                "streams",
                "heap of each, bytes",
                "resident MB",
                "p50 ms without",
                "p50 ms with",
                "p99 ms without",
                "p99 ms with");
        double each = measure(stage, pace, table, "the server keeps no stream", stage.backend(), pace.streams());
        // Here a session has two connections, and a process only so many open files.
        int most = Math.min(pace.streams(), (Machine.openFiles() - SPARE_FILES) / 2);
        measure(stage, pace, table, "the server keeps one for each session", stage.backend(Backend.STREAMS), most);
        return """
                Every stream is a GET of a session of its own. Heap: live objects after a full collection, with the \
                streams less without, divided by their number; sessions and connections are part of it. Latency: %s \
                calls/s to a read-only tool.

                %s
                Goal: ≤ 8 KB of heap each: %s (%s bytes).
                """.formatted(Numbers.whole(RATE), table, Numbers.met(each <= KEPT), Numbers.whole(each));
    }

    private static double measure(Stage stage, Pace pace, Table table, String name, int backend, int count)
            throws IOException {
        Child generator = stage.generator();
        Child idle = stage.generator();
        Stage.Gateway gateway = stage.gateway(backend, count + 1_000);
        Target target = gateway.target(false);
        call(generator, target, 0, pace.warmUp().toMillis());
        JsonObject without = call(generator, target, RATE, pace.paced().toMillis());
        long before = gateway.process().liveBytes();
        JsonObject open = Stage.ask(idle, Generator.listen(target, count));
        long after = gateway.process().liveBytes();
        JsonObject with = call(generator, target, RATE, pace.paced().toMillis());
        double streams = Stage.number(open, "open");
        double each = (after - before) / streams;
        table.row(
                name,
                Numbers.whole(streams),
                Numbers.whole(each),
                Numbers.mebibytes(gateway.process().residentBytes()),
                Numbers.millis(Stage.number(without, "p50")),
                Numbers.millis(Stage.number(with, "p50")),
                Numbers.millis(Stage.number(without, "p99")),
                Numbers.millis(Stage.number(with, "p99")));
        stage.end(idle);
        stage.end(generator);
        stage.end(gateway.process());
        return each;
    }

    private static JsonObject call(Child generator, Target target, int rate, long millis) throws IOException {
        return Stage.ask(generator, Generator.call(target, Workload.READING, CONNECTIONS, rate, millis));
    }
}
