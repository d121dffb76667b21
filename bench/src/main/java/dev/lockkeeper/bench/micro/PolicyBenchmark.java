package dev.lockkeeper.bench.micro;

import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.mcp.ToolCall;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The verdict of all guards of a policy on one call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {

    @Param({"50", "5000"})
    public int rules;

    private final Journal journal = new NoJournal();
    private final ToolCall call =
            new ToolCall(Samples.SERVER, Samples.tool(), Workload.arguments(), Workload.params(Workload.READING));
    private final Context context = Samples.context();
    private Decider decider = new Decider(Rulebook.EMPTY, journal, System::nanoTime, NoJournal.NOBODY);

    @Setup
    public void prepare() {
        decider = new Decider(
                Samples.policy(rules).rulebook(List.of(), List.of()), journal, System::nanoTime, NoJournal.NOBODY);
    }

    @Benchmark
    public Decision judge() {
        Decision decision = decider.explain(call, context);
        if (!decision.granted()) {
            throw new IllegalStateException(decision.toJson().text());
        }
        return decision;
    }
}
