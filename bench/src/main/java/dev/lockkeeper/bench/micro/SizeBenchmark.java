package dev.lockkeeper.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A judge before an input of some size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SizeBenchmark {

    /** As {@link Sized#input} names it; whoever runs this says which. */
    @Param({"a text in ASCII: 1000"})
    public String input = "";

    private Sized.Question question = () -> "";

    @Setup
    public void prepare() {
        question = Sized.question(input);
    }

    @Benchmark
    public Object ask() {
        return question.ask();
    }
}
