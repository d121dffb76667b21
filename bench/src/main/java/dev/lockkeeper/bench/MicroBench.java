package dev.lockkeeper.bench;

import java.io.IOException;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.TimeValue;

/** Single steps by JMH: their time and what they allocate. */
final class MicroBench implements Section {

    private static final String CLASSES =
            "DecisionBenchmark|JournalBenchmark|PolicyBenchmark|ReadBenchmark|SchemaBenchmark";
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
        return told(Jmh.run(stage, pace, CLASSES, 2, TimeValue.seconds(1)));
    }

    private static String told(Collection<RunResult> results) {
        double few = 0;
        double many = 0;
        for (RunResult run : results) {
            if (Jmh.step(run.getParams()).startsWith(POLICY)) {
                boolean isFew = run.getParams().getParam("rules").equals("50");
                double score = run.getPrimaryResult().getScore();
                few = isFew ? score : few;
                many = isFew ? many : score;
            }
        }
        return """
                Average time of one operation, by JMH with its GC profiler. Reading is of whole messages; policy is the \
                verdict on a call by all guards of the policy, 10 conditions of which are evaluated; decision is from \
                the bytes of a request to its permit and from the answer to its release, with no journal or with the \
                journal on the disk (records with the operating system).

                %s
                Policy: 100 times the rules cost %s times the time. Goal, less than linear: %s.
                """.formatted(Jmh.table(results), Numbers.fixed(many / few, 2), Numbers.met(many < 100 * few));
    }
}
