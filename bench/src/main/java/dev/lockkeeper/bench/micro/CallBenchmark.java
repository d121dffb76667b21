package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Verdict;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Everything that judges a call of 600 bytes and its answer of 1 KB, in three parts that come one after the other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBenchmark {

    /** Whether paths are judged by their text, or also by the files of this machine. */
    @Param({"lexical", "real"})
    public String mode = "lexical";

    private WholeCall whole = WholeCall.lexical();
    private SteadyCaller caller = new SteadyCaller(Path.of("."), whole.call());

    @Setup
    public void prepare() {
        whole = mode.equals("real") ? WholeCall.real() : WholeCall.lexical();
        caller = new SteadyCaller(Samples.directory("home"), whole.call());
    }

    @Benchmark
    public Admission.Entry admission() {
        return caller.call();
    }

    @Benchmark
    public Verdict guards() {
        return whole.judge();
    }

    @Benchmark
    public int answer() {
        return whole.review();
    }
}
