package dev.lockkeeper.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Single steps by JMH: their time and what they allocate. */
final class MicroBench implements Section {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String POLICY = "PolicyBenchmark.judge";

    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public String title() {
        return "Single steps";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException {
        System.setProperty("jmh.ignoreLock", "true");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^dev\\.lockkeeper\\.bench\\.micro\\.")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .jvmArgsAppend("-Xms1g", "-Xmx1g", "-Dbench.place=" + stage.place())
                .warmupIterations(pace.quick() ? 0 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(pace.quick() ? 1 : 5)
                .measurementTime(pace.quick() ? TimeValue.milliseconds(50) : TimeValue.seconds(1))
                .forks(pace.quick() ? 0 : 2);
        System.setProperty("bench.place", stage.place().toString());
        try {
            return told(new Runner(options.build()).run());
        } catch (RunnerException e) {
            throw new IOException(e);
        }
    }

    private static String told(Collection<RunResult> results) {
        var table = new Table("step", "µs", "± (99.9 %)", "bytes allocated");
        double few = 0;
        double many = 0;
        for (RunResult run : results) {
            Result<?> time = run.getPrimaryResult();
            Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
            table.row(
                    step(run.getParams()),
                    Numbers.fixed(time.getScore(), 2),
                    Double.isNaN(time.getScoreError()) ? "–" : Numbers.fixed(time.getScoreError(), 2),
                    allocated == null ? "–" : Numbers.whole(allocated.getScore()));
            if (step(run.getParams()).startsWith(POLICY)) {
                boolean isFew = run.getParams().getParam("rules").equals("50");
                few = isFew ? time.getScore() : few;
                many = isFew ? many : time.getScore();
            }
        }
        return """
                Average time of one operation, by JMH with its GC profiler. Reading is of whole messages; policy is the \
                verdict on a call by all guards of the policy, 10 conditions of which are evaluated; decision is from \
                the bytes of a request to its permit and from the answer to its release, with no journal or with the \
                journal on the disk (records with the operating system).

                %s
                Policy: 100 times the rules cost %s times the time. Goal, less than linear: %s.
                """.formatted(table, Numbers.fixed(many / few, 2), Numbers.met(many < 100 * few));
    }

    private static String step(BenchmarkParams params) {
        String name = params.getBenchmark().replaceFirst(".*\\.([^.]+\\.[^.]+)$", "$1");
        String with = params.getParamsKeys().stream()
                .map(key -> key + " " + params.getParam(key))
                .collect(Collectors.joining(", "));
        String threads = params.getThreads() == 1 ? "" : params.getThreads() + " threads";
        String more = with.isEmpty() || threads.isEmpty() ? with + threads : with + ", " + threads;
        return params.getTimeUnit() == TimeUnit.MICROSECONDS && more.isEmpty() ? name : name + " (" + more + ")";
    }
}
