package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.shell.ArgvGuard;
import dev.lockkeeper.guard.shell.CommandRules;
import dev.lockkeeper.guard.shell.OperandType;
import dev.lockkeeper.guard.shell.Operands;
import dev.lockkeeper.guard.shell.ShellGuard;
import dev.lockkeeper.guard.shell.ShellSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The verdict on one command, as a line and as a list of words. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ShellBenchmark {

    private static final String TYPICAL =
            "git log --oneline -5 --author='Alice Example' main..feature/shell -- src/main/java docs/reasons.md";

    private final ShellSettings settings = ShellSettings.of(Map.of("git", CommandRules.DEFAULT));
    private final Operands operands = Operands.NONE
            .with(OperandType.PATH, path -> Assessment.fit())
            .with(OperandType.PATH_TREE, path -> Assessment.fit());
    private final ShellGuard lines = new ShellGuard(settings, operands);
    private final ArgvGuard lists = new ArgvGuard(settings, operands);
    private final Json line = new JsonString(TYPICAL);
    private final Json list = JsonArray.ofStrings(
            List.of(TYPICAL.replace("'Alice Example'", "Alice").split(" ", -1)));

    @Benchmark
    public Assessment line() {
        return fit(lines.judge(line));
    }

    @Benchmark
    public Assessment list() {
        return fit(lists.judge(list));
    }

    private static Assessment fit(Assessment said) {
        if (said instanceof Assessment.Unfit unfit) {
            throw new IllegalStateException(unfit.message());
        }
        return said;
    }
}
