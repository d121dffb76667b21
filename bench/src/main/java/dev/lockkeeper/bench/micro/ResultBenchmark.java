package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.ResultVerdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A clean answer of 10 KB, a page of documentation, before the guards of text and secrets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResultBenchmark {

    private final Sized.Question question = SizedAnswers.textAndSecrets(10_240);

    @Benchmark
    public Object text_and_secrets() {
        Object said = question.ask();
        if (!(said instanceof ResultVerdict.Pass)) {
            throw new IllegalStateException(said.toString());
        }
        return said;
    }
}
