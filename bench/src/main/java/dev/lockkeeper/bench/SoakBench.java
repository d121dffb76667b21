package dev.lockkeeper.bench;

import dev.lockkeeper.bench.load.Generator;
import dev.lockkeeper.bench.load.Target;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether latency or memory grow over five minutes. */
final class SoakBench implements Section {

    private static final int MINUTES = 5;
    private static final int RATE = 1_000;
    private static final int CONNECTIONS = 32;
    /** What is taken for noise. */
    private static final double GROWTH = 1.2;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String title() {
        return "Five minutes";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException {
        Stage.Gateway gateway = stage.gateway(stage.backend(), 1_000);
        Child generator = stage.generator();
        Child serve = gateway.process();
        Target target = gateway.target(false);
        // Warm first, so that what is measured then is growth.
        call(generator, target, 0, pace.warmUp());
        call(generator, target, RATE, pace.warmUp());
        long liveBefore = serve.liveBytes();
        List<JsonObject> minutes = new ArrayList<>();
        List<Long> resident = new ArrayList<>(List.of(serve.residentBytes()));
        for (int minute = 0; minute < MINUTES; minute++) {
            minutes.add(call(generator, target, RATE, pace.minute()));
            resident.add(serve.residentBytes());
        }
        long liveAfter = serve.liveBytes();
        return told(minutes, resident, liveBefore, liveAfter);
    }

    private static JsonObject call(Child generator, Target target, int rate, Duration time) throws IOException {
        return Stage.ask(generator, Generator.call(target, Workload.READING, CONNECTIONS, rate, time.toMillis()));
    }

    private static String told(List<JsonObject> minutes, List<Long> resident, long liveBefore, long liveAfter) {
        var table = new Table("minute", "calls", "p50 ms", "p99 ms", "p99.9 ms", "most ms", "resident MB at its end");
        for (int i = 0; i < minutes.size(); i++) {
            JsonObject minute = minutes.get(i);
            table.row(
                    Integer.toString(i + 1),
                    Numbers.whole(Stage.number(minute, "calls")),
                    Numbers.millis(Stage.number(minute, "p50")),
                    Numbers.millis(Stage.number(minute, "p99")),
                    Numbers.millis(Stage.number(minute, "p999")),
                    Numbers.millis(Stage.number(minute, "max")),
                    Numbers.mebibytes(resident.get(i + 1)));
        }
        double p50 = growth(minutes, "p50");
        double p99 = growth(minutes, "p99");
        double live = (double) liveAfter / liveBefore;
        return """
                %s calls/s to a read-only tool over %d connections, everything on, after a warm-up. Heap: live objects \
                after a full collection.

                %s
                Before: %s MB resident, %s MB of live objects. After: %s MB resident, %s MB of live objects.

                | no growth | last to first | |
                |---|---|---|
                | p50, minute 5 to minute 1, at most %s | %s | %s |
                | p99, minute 5 to minute 1, at most %s | %s | %s |
                | live objects after to before, at most %s | %s | %s |
                """.formatted(
                        Numbers.whole(RATE),
                        CONNECTIONS,
                        table,
                        Numbers.mebibytes(resident.getFirst()),
                        Numbers.mebibytes(liveBefore),
                        Numbers.mebibytes(resident.getLast()),
                        Numbers.mebibytes(liveAfter),
                        Numbers.fixed(GROWTH, 1),
                        Numbers.fixed(p50, 2),
                        Numbers.met(p50 <= GROWTH),
                        Numbers.fixed(GROWTH, 1),
                        Numbers.fixed(p99, 2),
                        Numbers.met(p99 <= GROWTH),
                        Numbers.fixed(GROWTH, 1),
                        Numbers.fixed(live, 2),
                        Numbers.met(live <= GROWTH));
    }

    private static double growth(List<JsonObject> minutes, String percentile) {
        return Stage.number(minutes.getLast(), percentile) / Stage.number(minutes.getFirst(), percentile);
    }
}
