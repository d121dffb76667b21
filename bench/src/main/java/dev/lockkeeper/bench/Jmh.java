package dev.lockkeeper.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH and tells what it measured. */
final class Jmh {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Jmh() {}

    /** Runs benchmarks with the parameters that they have themselves. */
    static Collection<RunResult> run(Stage stage, Pace pace, String classes, int forks, TimeValue time)
            throws IOException {
        return run(stage, pace, classes, forks, time, Map.of());
    }

    /**
     * Runs benchmarks of {@code dev.lockkeeper.bench.micro}, with the collector that serves (as in
     * {@code gateway/src/jvm/serve.options}).
     *
     * @param classes a regular expression over the simple names of their classes
     * @param time of each of five iterations, after three of warming up
     * @param parameters values by name, instead of those that the benchmarks have themselves
     */
    static Collection<RunResult> run(
            Stage stage, Pace pace, String classes, int forks, TimeValue time, Map<String, List<String>> parameters)
            throws IOException {
        System.setProperty("jmh.ignoreLock", "true");
        System.setProperty("bench.place", stage.place().toString());
        var options = new OptionsBuilder()
                .include("^dev\\.lockkeeper\\.bench\\.micro\\.(" + classes + ")\\.")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .jvmArgsAppend("-XX:+UseParallelGC", "-Xms1g", "-Xmx1g", "-Dbench.place=" + stage.place())
                .warmupIterations(pace.quick() ? 0 : 3)
                .warmupTime(time)
                .measurementIterations(pace.quick() ? 1 : 5)
                .measurementTime(pace.quick() ? TimeValue.milliseconds(50) : time)
                .forks(pace.quick() ? 0 : forks);
        parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new IOException(e);
        }
    }

    static Table table(Collection<RunResult> results) {
        var table = new Table("step", "µs", "± (99.9 %)", "bytes allocated");
        for (RunResult run : results) {
            Result<?> time = run.getPrimaryResult();
            table.row(
                    step(run.getParams()),
                    Numbers.fixed(time.getScore(), 2),
                    Double.isNaN(time.getScoreError()) ? "–" : Numbers.fixed(time.getScoreError(), 2),
                    allocated(run));
        }
        return table;
    }

    /** The bytes that one operation allocates, as they are printed. */
    static String allocated(RunResult run) {
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? "–" : Numbers.whole(allocated.getScore());
    }

    /** The name of a step, with its parameters. */
    static String step(BenchmarkParams params) {
        String name = params.getBenchmark().replaceFirst(".*\\.([^.]+\\.[^.]+)$", "$1");
        String with = params.getParamsKeys().stream()
                .map(key -> key + " " + params.getParam(key))
                .collect(Collectors.joining(", "));
        String threads = params.getThreads() == 1 ? "" : params.getThreads() + " threads";
        String more = with.isEmpty() || threads.isEmpty() ? with + threads : with + ", " + threads;
        return params.getTimeUnit() == TimeUnit.MICROSECONDS && more.isEmpty() ? name : name + " (" + more + ")";
    }
}
