package dev.lockkeeper.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.TimeValue;

/** What guards of arguments and answers cost, by JMH, and that it grows with the input and no faster. */
final class GuardsBench implements Section {

    private static final String CLASSES = "PathBenchmark|UrlBenchmark|SqlBenchmark|ShellBenchmark|TextBenchmark"
            + "|SecretBenchmark|ResultBenchmark|LimitsBenchmark|ArgumentsBenchmark";

    /** @param step begins with the name of the benchmark and its parameters */
    private record Goal(String what, String step, double micros) {}

    private static final List<Goal> GOALS = List.of(
            new Goal("a path, lexical", "PathBenchmark.lexical (kind plain)", 2),
            new Goal("a URL, names not resolved", "UrlBenchmark.judge (kind plain, length 57)", 5),
            new Goal("a command line", "ShellBenchmark.judge (kilobytes 0)", 5),
            new Goal("a statement", "SqlBenchmark.judge (more 0)", 1_000),
            new Goal("a statement again", "SqlBenchmark.again (more 0)", 5),
            new Goal("text and secrets of a clean answer of 10 KB", "ArgumentsBenchmark.clean_answer", 300),
            new Goal("all guards of the arguments of a typical call", "ArgumentsBenchmark.typical_call", 60),
            new Goal("limits and kill switch", "LimitsBenchmark.admission", 2));

    @Override
    public String name() {
        return "guards";
    }

    @Override
    public String title() {
        return "Guards of arguments and answers";
    }

    @Override
    public String run(Stage stage, Pace pace) throws IOException {
        Collection<RunResult> results = Jmh.run(stage, pace, CLASSES, 1, TimeValue.milliseconds(500));
        var goals = new Table("goal", "µs at most", "µs", "met");
        for (Goal goal : GOALS) {
            double score = score(results, goal.step());
            goals.row(
                    goal.what(),
                    Numbers.fixed(goal.micros(), 0),
                    Numbers.fixed(score, 2),
                    Numbers.met(score <= goal.micros()));
        }
        return """
                Average time of one judgement, by JMH with its GC profiler.

                %s
                %s
                """.formatted(goals, Jmh.table(results));
    }

    private static double score(Collection<RunResult> results, String step) {
        return results.stream()
                .filter(run -> Jmh.step(run.getParams()).startsWith(step))
                .mapToDouble(run -> run.getPrimaryResult().getScore())
                .max()
                .orElseThrow(() -> new IllegalStateException("no benchmark is called " + step));
    }
}
