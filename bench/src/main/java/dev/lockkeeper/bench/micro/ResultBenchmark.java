package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.result.ResultGuards;
import dev.lockkeeper.guard.result.ResultSettings;
import dev.lockkeeper.guard.secret.SecretGuard;
import dev.lockkeeper.guard.secret.SecretSettings;
import dev.lockkeeper.guard.text.HiddenText;
import dev.lockkeeper.guard.url.PublicLinks;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
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

/** All guards of answers together, on one text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResultBenchmark {

    private static final String PROSE =
            "The gateway reads each request once, and says of each part what it means. See https://docs.example.org/a. ";

    @Param({"1024", "10240", "102400", "1048000"})
    public int chars = 10_240;

    /** What the text is made of. */
    @Param({"prose", "markdown", "brackets", "error"})
    public String text = "prose";

    private final Action call = new ToolCall(Samples.SERVER, Samples.tool(), JsonObject.EMPTY, JsonObject.EMPTY);
    private final Context context = Samples.context();
    private final List<ResultGuard> guards = ResultGuards.of(
            ResultSettings.DEFAULT,
            HiddenText.everything()::without,
            new SecretGuard(SecretSettings.DEFAULT, new byte[16]),
            new PublicLinks());

    private Response answer = Success.of(RequestId.of(1), JsonObject.EMPTY);

    @Setup
    public void prepare() {
        String piece = switch (text) {
            case "prose" -> PROSE;
            case "markdown" ->
                "- [The guide](https://docs.example.org/guide) and `code`, ![x](https://a.example/b.png)\n";
            case "brackets" -> "![a](<b][";
            default -> "open '/srv/app/data.csv': denied at run (/app/a.js:1:2) by 10.0.0.1:5432\n";
        };
        JsonObject block = JsonObject.EMPTY
                .with("type", "text")
                .with("text", piece.repeat(chars / piece.length() + 1).substring(0, chars));
        answer = Success.of(
                RequestId.of(1),
                JsonObject.EMPTY
                        .with("content", new JsonArray(List.of(block)))
                        .with("isError", JsonBoolean.of(text.equals("error"))));
    }

    @Benchmark
    public int judgeAll() {
        int changes = 0;
        for (ResultGuard guard : guards) {
            changes += guard.judge(call, answer, context) instanceof ResultVerdict.Pass ? 0 : 1;
        }
        return changes;
    }
}
