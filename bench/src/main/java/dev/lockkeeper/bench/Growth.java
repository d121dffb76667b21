package dev.lockkeeper.bench;

import dev.lockkeeper.bench.micro.Sized;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.TimeValue;

/** That what a judgement costs grows with the input and no faster. */
final class Growth {

    /** How much larger an input is compared with, and how many times as long its judgement may take. */
    private static final double LARGER = 10;

    private static final double AT_MOST = 12;
    private static final double PERCENTILE = 50;

    private final Map<String, RunResult> results = new HashMap<>();
    private final Table table = new Table(
            "judge", "characters", "µs", "bytes allocated", "times as long at 10 times the size", "at most 12");
    private int steps;
    private final List<String> missed = new ArrayList<>();

    private Growth() {}

    /** Measures every judge at each of its sizes, and tells in Markdown what was measured. */
    static String measured(Stage stage, Pace pace) throws IOException {
        List<String> inputs = Sized.all().stream()
                .flatMap(one -> one.sizes().stream().map(one::input))
                .toList();
        var time = TimeValue.milliseconds(500);
        return told(Jmh.run(stage, pace, "SizeBenchmark", 1, time, Map.of("input", inputs)));
    }

    private static String told(Collection<RunResult> runs) {
        var growth = new Growth();
        runs.forEach(run -> growth.results.put(run.getParams().getParam("input"), run));
        Sized.all().forEach(growth::rows);
        return """
                %s
                Goal, at most %s times as long at %s times the size, in each of %d steps: %s%s.
                """.formatted(
                        growth.table,
                        Numbers.fixed(AT_MOST, 0),
                        Numbers.fixed(LARGER, 0),
                        growth.steps,
                        Numbers.met(growth.missed.isEmpty()),
                        growth.missed.isEmpty() ? "" : " in " + String.join(", ", growth.missed));
    }

    /** How many times as long it takes for ten times the size, by the times that two sizes take. */
    static double scaled(double micros, int size, double moreMicros, int moreSize) {
        return moreMicros / micros * LARGER * size / moreSize;
    }

    private void rows(Sized judge) {
        int sizeBefore = 0;
        double before = 0;
        for (int size : judge.sizes()) {
            RunResult run = Objects.requireNonNull(results.get(judge.input(size)));
            double micros = run.getPrimaryResult().getStatistics().getPercentile(PERCENTILE);
            String times = "–";
            String met = "–";
            if (size > judge.longest()) {
                met = "refused by length: `" + judge.refusal() + "`";
            } else if (sizeBefore > 0) {
                double grown = scaled(before, sizeBefore, micros, size);
                times = Numbers.fixed(grown, 1);
                met = Numbers.met(grown <= AT_MOST);
                steps++;
                if (grown > AT_MOST) {
                    missed.add(judge.input(size));
                }
            }
            table.row(judge.what(), Numbers.whole(size), Numbers.fixed(micros, 2), Jmh.allocated(run), times, met);
            sizeBefore = size;
            before = micros;
        }
    }
}
