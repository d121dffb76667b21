package dev.lockkeeper.bench.micro;

import dev.lockkeeper.audit.Durability;
import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.bench.load.Workload;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolCall;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** A decision's record, redacted, chained and written; one alone, and many that come together. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalBenchmark {

    private final JsonObject record = new Decider(
                    Samples.policy(50).rulebook(List.of(), List.of()),
                    new NoJournal(),
                    System::nanoTime,
                    NoJournal.NOBODY)
            .explain(
                    new ToolCall(
                            Samples.SERVER, Samples.tool(), Workload.arguments(), Workload.params(Workload.READING)),
                    Samples.context())
            .toJson();

    private @Nullable FileJournal journal;

    @Setup
    public void open() {
        journal = Journals.open();
    }

    @TearDown(Level.Trial)
    public void close() {
        if (journal != null) {
            journal.close();
        }
    }

    @Benchmark
    public String written() throws JournalUnavailable {
        return append(Durability.WRITTEN);
    }

    @Benchmark
    @Threads(32)
    public String writtenTogether() throws JournalUnavailable {
        return append(Durability.WRITTEN);
    }

    @Benchmark
    public String onDisk() throws JournalUnavailable {
        return append(Durability.ON_DISK);
    }

    @Benchmark
    @Threads(32)
    public String onDiskTogether() throws JournalUnavailable {
        return append(Durability.ON_DISK);
    }

    private String append(Durability durability) throws JournalUnavailable {
        if (journal == null) {
            throw new IllegalStateException("not open");
        }
        return journal.append("decision", record, durability);
    }
}
