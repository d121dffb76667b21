package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.text.HiddenText;
import dev.lockkeeper.guard.text.IdentifierGuard;
import dev.lockkeeper.guard.text.IdentifierSettings;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.guard.text.NestedSettings;
import dev.lockkeeper.guard.text.RegexGuard;
import dev.lockkeeper.guard.text.RegexSettings;
import dev.lockkeeper.guard.text.TextGuard;
import dev.lockkeeper.guard.text.TextSettings;
import dev.lockkeeper.json.JsonString;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The guards of texts, and what is nested in a text. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TextBenchmark {

    private static final TextGuard TEXT = new TextGuard(TextSettings.defaults().withLength(10_000_000));
    private static final IdentifierGuard NAME = new IdentifierGuard(IdentifierSettings.defaults());
    private static final RegexGuard EXPRESSION = new RegexGuard(RegexSettings.defaults());
    private static final Nested NESTED = new Nested(NestedSettings.defaults());
    private static final HiddenText HIDDEN = HiddenText.everything();

    /** Texts of several lengths. */
    @State(Scope.Benchmark)
    public static class Texts {

        @Param({"1", "10", "100", "1000"})
        public int kilobytes;

        JsonString ascii = new JsonString("");
        JsonString mixed = ascii;
        String hidden = "";
        String encoded = "";

        @Setup
        public void prepare() {
            ascii = repeated("The level of the gate, in metres above datum: 3.20\n");
            mixed = repeated("Der Pegel am Wehr: 3,20 m über Null – یہ \u200Eہے 👩\u200D💻\n");
            hidden = repeated("level \u001B[31m3.20\u001B[0m \u200B\u202E\n").value();
            encoded = repeated("https://a.example/x?u=http%3A%2F%2Fb.example aHR0cDovL2Mu\n")
                    .value();
        }

        private JsonString repeated(String line) {
            return new JsonString(line.repeat(Math.max(1, kilobytes * 1000 / line.length())));
        }
    }

    /** Values of usual length. */
    @State(Scope.Benchmark)
    public static class Values {

        final JsonString name = new JsonString("feature/measure-the-gate");
        final JsonString foreign = new JsonString("größe-der-schleuse");
        final JsonString expression = new JsonString("function\\s+(\\w+)\\s*\\(([^)]*)\\)");
        final JsonString refused = new JsonString("^(\\w+\\s?)*$");
        final String json = "{\"edits\":[{\"path\":\"/workspace/a.txt\",\"text\":\"one two\"}]}";
    }

    @Benchmark
    public Assessment text_in_ascii(Texts texts) {
        return TEXT.judge(texts.ascii);
    }

    @Benchmark
    public Assessment text_in_several_scripts(Texts texts) {
        return TEXT.judge(texts.mixed);
    }

    @Benchmark
    public String without_what_is_hidden(Texts texts) {
        return HIDDEN.without(texts.hidden);
    }

    @Benchmark
    public Nested.Unfolded unfold_prose(Texts texts) {
        return NESTED.unfold(texts.ascii.value());
    }

    @Benchmark
    public Nested.Unfolded unfold_encoded(Texts texts) {
        return NESTED.unfold(texts.encoded);
    }

    @Benchmark
    public Nested.Unfolded unfold_json(Values values) {
        return NESTED.unfold(values.json);
    }

    @Benchmark
    public Assessment identifier(Values values) {
        return NAME.judge(values.name);
    }

    @Benchmark
    public Assessment identifier_beyond_ascii(Values values) {
        return NAME.judge(values.foreign);
    }

    @Benchmark
    public Assessment regex(Values values) {
        return EXPRESSION.judge(values.expression);
    }

    @Benchmark
    public Assessment regex_refused(Values values) {
        return EXPRESSION.judge(values.refused);
    }
}
