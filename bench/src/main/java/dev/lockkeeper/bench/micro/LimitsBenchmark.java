package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.limit.CallLimits;
import dev.lockkeeper.guard.limit.CircuitLimits;
import dev.lockkeeper.guard.limit.Kill;
import dev.lockkeeper.guard.limit.KillFile;
import dev.lockkeeper.guard.limit.KillSwitch;
import dev.lockkeeper.guard.limit.LimitRule;
import dev.lockkeeper.guard.limit.Limits;
import dev.lockkeeper.guard.limit.LoopLimits;
import dev.lockkeeper.guard.limit.Per;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Whether there is room for a call, with all limits counting; and the look at the kill switch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LimitsBenchmark {

    private static final String RATE = "100000000/1s";

    private final Context context = Samples.context();
    private final Request request = Samples.call();
    private final ToolCall[] calls = new ToolCall[1_024];
    private final Limits limits = new Limits(settings(), System::nanoTime, KillSwitch.NONE);
    private Path home = Path.of(".");
    private KillFile absent = new KillFile(home);
    private KillFile present = new KillFile(home);
    private int next;

    // Each limit counts and none is reached; each call is another one, so that the whole trail is looked through.
    private static CallLimits settings() {
        return new CallLimits(
                List.of(
                        LimitRule.of(Per.CALLER)
                                .withRate(RATE)
                                .withBytes("1Gi/2s", "1Gi/2s")
                                .withTime("1000h/1h")
                                .withConcurrency(100)
                                .withDay(1L << 50, 1L << 50),
                        LimitRule.of(Per.TASK).withRate(RATE).withCalls(1L << 50),
                        LimitRule.of(Per.TOOL).withRate(RATE).withConcurrency(100),
                        LimitRule.of(Per.SERVER).withRate(RATE).withConcurrency(100),
                        LimitRule.of(Per.ALL).withRate(RATE).withConcurrency(100)),
                new LoopLimits(Duration.ofSeconds(60), 20, 120, 12, 256, 40),
                CircuitLimits.DEFAULT,
                Duration.ofMinutes(5),
                10_000);
    }

    @Setup
    public void prepare() throws IOException {
        JsonObject arguments = request.params().object("arguments");
        for (int i = 0; i < calls.length; i++) {
            JsonObject own = (arguments == null ? JsonObject.EMPTY : arguments).with("number", JsonNumber.of(i));
            calls[i] = new ToolCall(Samples.SERVER, Samples.tool(), own, request.params());
        }
        home = Files.createTempDirectory("limits");
        absent = new KillFile(home.resolve("absent"));
        present = new KillFile(home);
        present.add(new Kill("nobody", "", "", "a benchmark", "os:bench", context.time()));
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        for (String name : new String[] {"kill.json", "kill.lock"}) {
            Files.deleteIfExists(home.resolve(name));
        }
        Files.deleteIfExists(home);
    }

    private ToolCall call() {
        next = (next + 1) % calls.length;
        return calls[next];
    }

    @Benchmark
    public Admission.Entry admission() {
        Admission.Entry entry = limits.admit(call(), request, true, context);
        if (!(entry instanceof Admission.Entry.Open open)) {
            throw new IllegalStateException(entry.toString());
        }
        open.place().answered(500);
        open.place().close();
        return entry;
    }

    @Benchmark
    public Optional<Kill> killSwitchWithoutFile() {
        return absent.stops(context.caller(), calls[0]);
    }

    @Benchmark
    public Optional<Kill> killSwitchWithFile() {
        return present.stops(context.caller(), calls[0]);
    }
}
