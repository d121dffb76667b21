package dev.lockkeeper.bench.micro;

import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaGuard;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.mcp.ToolCall;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Arguments of 600 bytes against the tool's own schema, in a closed world. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SchemaBenchmark {

    private final SchemaGuard guard = new SchemaGuard(
            new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime), ValueBounds.DEFAULT, call -> false);
    private final ToolCall call =
            new ToolCall(Samples.SERVER, Samples.tool(), Workload.arguments(), Workload.params(Workload.READING));
    private final Context context = Samples.context();

    @Benchmark
    public Verdict validate() {
        Verdict verdict = guard.judge(call, context);
        if (!(verdict instanceof Verdict.Pass)) {
            throw new IllegalStateException(verdict.toString());
        }
        return verdict;
    }
}
