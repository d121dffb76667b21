package dev.lockkeeper.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.TimeValue;

/** What guards of arguments and answers cost, by JMH: on inputs as they usually are, and as these grow. */
final class GuardsBench implements Section {

    private static final String CLASSES = "PathBenchmark|UrlBenchmark|SqlBenchmark|ShellBenchmark|TextBenchmark"
            + "|ResultBenchmark|LimitsBenchmark|CallBenchmark";

    /**
     * What the steps may take together.
     *
     * @param steps each begins with the name of a benchmark and its parameters
     */
    private record Goal(String what, double micros, List<String> steps) {

        static Goal of(String what, double micros, String... steps) {
            return new Goal(what, micros, List.of(steps));
        }
    }

    private static final List<Goal> GOALS = List.of(
            Goal.of("a path, lexical", 2, "PathBenchmark.lexical (kind plain)"),
            Goal.of("a URL, names not resolved", 5, "UrlBenchmark.url (kind plain)"),
            Goal.of("a command line", 5, "ShellBenchmark.line"),
            Goal.of("a statement", 1_000, "SqlBenchmark.judge"),
            Goal.of("a statement again", 5, "SqlBenchmark.again"),
            Goal.of("text and secrets of a clean answer of 10 KB", 300, "ResultBenchmark.text_and_secrets"),
            wholeCall("lexical"),
            wholeCall("real"),
            Goal.of(
                    "limits, each of them set, and the look for a kill switch",
                    2,
                    "LimitsBenchmark.admission",
                    "LimitsBenchmark.killSwitchWithoutFile"));

    private static Goal wholeCall(String mode) {
        return Goal.of(
                "all guards on a typical call, mode " + mode,
                60,
                "CallBenchmark.admission (mode " + mode + ")",
                "CallBenchmark.guards (mode " + mode + ")",
                "CallBenchmark.answer (mode " + mode + ")");
    }

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
        Collection<RunResult> results = Jmh.run(stage, pace, CLASSES, 1, TimeValue.seconds(1));
        var goals = new Table("goal", "µs at most", "µs", "met");
        for (Goal goal : GOALS) {
            double micros = 0;
            for (String step : goal.steps()) {
                micros += score(results, step);
            }
            goals.row(
                    goal.what(),
                    Numbers.fixed(goal.micros(), 0),
                    Numbers.fixed(micros, 2),
                    Numbers.met(micros <= goal.micros()));
        }
        return """
                Average time of one judgement, by JMH with its GC profiler.

                A typical call has 600 bytes of arguments, of which each text has a type, under a policy of 50 rules, ten \
                conditions of which are evaluated; its answer has 1 KB. All its guards are the admission with the limits \
                that hold where nothing is said and a look at the kill switch, the whole rulebook (selection, URIs, reach, \
                schema, arguments, answers to questions, rules), and the guards of the answer: the figure is the sum of \
                these three steps of `CallBenchmark`. In mode lexical paths are judged by their text, in mode real by the \
                files of this machine as well.

                %s
                %s
                From 1 KB to 1 MB: each guard with the widest bounds that its settings take, the median of five \
                measurements. The growth is that from the row before; where an input is not ten times as large, it is \
                scaled to that. Where a bound comes before 1 MB, the longest input within it is measured, and then 1 MB, \
                which is refused for its length. A regular expression is bounded by the effort of judging it before it \
                is by its length.

                %s""".formatted(goals, Jmh.table(results), Growth.measured(stage, pace));
    }

    private static double score(Collection<RunResult> results, String step) {
        return results.stream()
                .filter(run -> Jmh.step(run.getParams()).startsWith(step))
                .mapToDouble(run -> run.getPrimaryResult().getScore())
                .max()
                .orElseThrow(() -> new IllegalStateException("no benchmark is called " + step));
    }
}
