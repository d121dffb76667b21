package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.shell.CommandRules;
import dev.lockkeeper.guard.shell.OperandRule;
import dev.lockkeeper.guard.shell.OperandType;
import dev.lockkeeper.guard.shell.Operands;
import dev.lockkeeper.guard.shell.ShellGuard;
import dev.lockkeeper.guard.shell.ShellSettings;
import dev.lockkeeper.json.JsonString;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The verdict on one command; 0 kilobytes are a typical one, 127 as many as the kernel takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ShellBenchmark {

    private static final String TYPICAL =
            "git log --oneline -5 --author='Alice Example' main..feature/shell -- src/main/java docs/reasons.md";

    @Param({"0", "1", "10", "127"})
    public int kilobytes;

    private final ShellGuard guard = new ShellGuard(
            ShellSettings.of(Map.of(
                            "git",
                            CommandRules.DEFAULT,
                            "note",
                            CommandRules.NOTHING.withOperands(OperandRule.of(OperandType.TEXT, 4000))))
                    .withBounds(131_071, 4096),
            Operands.NONE
                    .with(OperandType.PATH, path -> Assessment.fit())
                    .with(OperandType.PATH_TREE, path -> Assessment.fit()));
    private JsonString command = new JsonString("");

    @Setup
    public void prepare() {
        String words = " '" + "some words with blanks ".repeat(4) + "' \"and 'others' in quotes\" and\\ one";
        int times = (kilobytes << 10) / words.length();
        command = new JsonString(kilobytes == 0 ? TYPICAL : "note --" + words.repeat(times));
    }

    @Benchmark
    public Assessment judge() {
        Assessment said = guard.judge(command);
        if (said instanceof Assessment.Unfit unfit) {
            throw new IllegalStateException(unfit.message());
        }
        return said;
    }
}
