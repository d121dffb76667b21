package dev.lockkeeper.bench.micro;

import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.yaml.YamlInvalid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All guards of the arguments of a call that writes a file of 600 bytes, and of an answer of 10 KB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ArgumentsBenchmark {

    private static final String POLICY = """
            version: 1
            servers:
              files: { profile: filesystem, root: /workspace, allow: ["*"] }
            """;
    private static final String SENTENCE = "The lock keeper opens one gate at a time, and never both. ";

    private final ToolCall call = call();
    private final Success answer = answer();
    private Guard guard = (action, context) -> Verdict.pass();
    private List<ResultGuard> resultGuards = List.of();

    private static ToolCall call() {
        JsonObject text = JsonObject.EMPTY.with("type", "string");
        JsonObject schema = JsonObject.EMPTY
                .with("type", "object")
                .with("properties", JsonObject.EMPTY.with("path", text).with("content", text));
        ToolDefinition tool = Objects.requireNonNull(
                ToolDefinition.of(JsonObject.EMPTY.with("name", "write_file").with("inputSchema", schema)));
        JsonObject arguments = JsonObject.EMPTY
                .with("path", "/workspace/notes/2026/november.md")
                .with("content", SENTENCE.repeat(11).substring(0, 600));
        return new ToolCall(
                "files",
                tool,
                arguments,
                JsonObject.EMPTY.with("name", "write_file").with("arguments", arguments));
    }

    private static Success answer() {
        JsonObject block = JsonObject.EMPTY
                .with("type", "text")
                .with("text", SENTENCE.repeat(180).substring(0, 10_240));
        return Success.of(RequestId.of(1), JsonObject.EMPTY.with("content", new JsonArray(List.of(block))));
    }

    @Setup
    public void prepare() throws YamlInvalid {
        Rulebook rules = Policy.load("policy.yaml", POLICY.getBytes(StandardCharsets.UTF_8))
                .rulebook(List.of(), List.of());
        guard = rules.guards().stream()
                .filter(one -> one.name().equals("arguments"))
                .findFirst()
                .orElseThrow();
        List<ResultGuard> ofTexts = new ArrayList<>(rules.resultGuards());
        ofTexts.removeIf(
                one -> !one.name().equals("result-hidden-text") && !one.name().equals("result-secrets"));
        resultGuards = ofTexts;
    }

    @Benchmark
    public Verdict typical_call() {
        Verdict verdict = guard.judge(call, Samples.context());
        if (!(verdict instanceof Verdict.Pass)) {
            throw new IllegalStateException(verdict.toString());
        }
        return verdict;
    }

    @Benchmark
    public int clean_answer() {
        int passed = 0;
        for (ResultGuard one : resultGuards) {
            if (!(one.judge(call, answer, Samples.context()) instanceof ResultVerdict.Pass)) {
                throw new IllegalStateException(one.name());
            }
            passed++;
        }
        return passed;
    }
}
