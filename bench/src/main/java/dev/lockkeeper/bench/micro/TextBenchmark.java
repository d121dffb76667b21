package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.text.IdentifierGuard;
import dev.lockkeeper.guard.text.IdentifierSettings;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.guard.text.NestedSettings;
import dev.lockkeeper.guard.text.RegexGuard;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.json.JsonString;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Names, regular expressions and nested JSON of usual length. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TextBenchmark {

    private final IdentifierGuard names = new IdentifierGuard(IdentifierSettings.defaults());
    private final RegexGuard expressions = new RegexGuard(RegexSettings.defaults());
    private final Nested nested = new Nested(NestedSettings.defaults());

    private final JsonString name = new JsonString("feature/measure-the-gate");
    private final JsonString foreign = new JsonString("gr\u00f6\u00dfe-der-schleuse");
    private final JsonString expression = new JsonString("function\\s+(\\w+)\\s*\\(([^)]*)\\)");
    private final JsonString refused = new JsonString("^(\\w+\\s?)*$");
    private final String json = "{\"edits\":[{\"path\":\"/workspace/a.txt\",\"text\":\"one two\"}]}";

    @Benchmark
    public Nested.Unfolded unfold_json() {
        return nested.unfold(json);
    }

    @Benchmark
    public Assessment identifier() {
        return names.judge(name);
    }

    @Benchmark
    public Assessment identifier_beyond_ascii() {
        return names.judge(foreign);
    }

    @Benchmark
    public Assessment regex() {
        return expressions.judge(expression);
    }

    @Benchmark
    public Assessment regex_refused() {
        return expressions.judge(refused);
    }
}
