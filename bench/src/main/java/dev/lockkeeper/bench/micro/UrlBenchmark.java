package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
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

/** One URL without resolution: short, of 1 KB and of the longest that settings may permit; plain and encoded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UrlBenchmark {

    private static final String SHORT = "https://api.example.com/v1/search?q=policy+gateway&page=2";

    @Param({"57", "1024", "10240", "65536"})
    public int length;

    @Param({"plain", "encoded", "international"})
    public String kind = "plain";

    private final UrlGuard guard = new UrlGuard(
            UrlSettings.DEFAULT.withHosts("*.example.com", "b\u00fccher.de").withMost(65_536), Resolver.NONE);
    private JsonString url = new JsonString(SHORT);

    @Setup
    public void prepare() {
        String piece =
                kind.equals("encoded") ? "&next=https%3A%2F%2Fexample.org%2Fa" : "&name=value/with/some-text_in.it";
        var text = new StringBuilder(
                kind.equals("international") ? SHORT.replace("api.example.com", "b\u00fccher.de") : SHORT);
        while (text.length() + piece.length() <= length) {
            text.append(piece);
        }
        text.append("x".repeat(length - text.length()));
        url = new JsonString(text.toString());
    }

    @Benchmark
    public Assessment judge() {
        Assessment assessment = guard.judge(url);
        if (!(assessment instanceof Assessment.Fit)) {
            throw new IllegalStateException(assessment.toString());
        }
        return assessment;
    }
}
