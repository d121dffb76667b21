package dev.lockkeeper.bench.micro;

import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.schema.OutputSchemaGuard;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaGuard;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.ActionReader;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Situation;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Everything the engine does for one call: from the bytes of the request to its permit, from the answer to its release. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {

    @Param({"none", "file"})
    public String journal = "none";

    private final MessageReader reader = new MessageReader(JsonLimits.DEFAULT);
    private final ActionReader actions = new ActionReader(Samples.SERVER);
    private final ToolDefinition tool = Samples.tool();
    private final Context context = Samples.context();
    private final byte[] request = Samples.call().wire().bytes();
    private final byte[] answer = Samples.answer().text().getBytes(StandardCharsets.UTF_8);
    private Journal records = new NoJournal();
    private Decider decider = new Decider(Rulebook.EMPTY, records, System::nanoTime, NoJournal.NOBODY);

    @Setup
    public void prepare() {
        records = journal.equals("file") ? Journals.open() : new NoJournal();
        Policy policy = Samples.policy(50);
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime);
        decider = new Decider(
                policy.rulebook(
                        List.of(new SchemaGuard(catalog, ValueBounds.DEFAULT, policy::opens)),
                        List.of(new OutputSchemaGuard(catalog))),
                records,
                System::nanoTime,
                NoJournal.NOBODY);
    }

    @TearDown(Level.Trial)
    public void close() {
        records.close();
    }

    @Benchmark
    public ReleaseOutcome decideAndRelease() throws JsonRefused {
        Request asked = (Request) reader.read(request);
        Action action = actions.request(asked, Situation.of(ProtocolVersion.LATEST), name -> tool);
        Outcome outcome = decider.decide(action, asked, context);
        if (!(outcome instanceof Outcome.Granted granted)) {
            throw new IllegalStateException(outcome.toString());
        }
        return decider.release(granted.permit(), (Response) reader.read(answer));
    }
}
