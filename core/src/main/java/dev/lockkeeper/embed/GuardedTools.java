package dev.lockkeeper.embed;

import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.DecisionObserver;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.guard.Admission;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Place;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.schema.OutputSchemaGuard;
import dev.lockkeeper.guard.schema.SchemaCatalog;
import dev.lockkeeper.guard.schema.SchemaGuard;
import dev.lockkeeper.guard.schema.SchemaLimits;
import dev.lockkeeper.guard.schema.ValueBounds;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.reason.ErrorCode;
import dev.lockkeeper.reason.Reason;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A server's own tools behind the engine: every call is judged by the policy, recorded, made, and its result judged and
 * recorded, as it would be through the gateway. Thread-safe; starts no thread and opens no connection.
 *
 * <pre>{@code
 * var tools = new GuardedTools("notes", policy, journal, InstantSource.system(), System::nanoTime);
 * JsonObject result = tools.call(caller, definition, arguments, granted -> ToolResult.text(read(granted.text("path"))))
 *         .result();
 * }</pre>
 */
public final class GuardedTools {

    private static final int REMEMBERED = 1_000;

    private final String server;
    private final Decider decider;
    private final InstantSource clock;
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param server the name under which the policy speaks of these tools; what a policy does not know it refuses
     * @param policy what may be called, and with what
     * @param journal has the record of a decision before the tool is called; where it cannot be written, nothing is
     *     called. It stays the caller's to close
     * @param clock for conditions of the policy
     * @param nanos for durations, such as {@code System::nanoTime}
     */
    public GuardedTools(String server, Policy policy, Journal journal, InstantSource clock, LongSupplier nanos) {
        this(server, policy, journal, clock, nanos, (decision, reference) -> {}, Admission.OPEN);
    }

    /**
     * @param observer hears of every decision once it is recorded; for logs and metrics
     * @param admission says whether there is room for a call before it is judged: rates, concurrency, a kill switch
     */
    public GuardedTools(
            String server,
            Policy policy,
            Journal journal,
            InstantSource clock,
            LongSupplier nanos,
            DecisionObserver observer,
            Admission admission) {
        this.server = server;
        this.clock = clock;
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, REMEMBERED, nanos);
        var rules = policy.rulebook(
                List.of(new SchemaGuard(catalog, ValueBounds.DEFAULT, policy::opens)),
                List.of(new OutputSchemaGuard(catalog)));
        this.decider = new Decider(rules, journal, nanos, observer, admission);
    }

    /**
     * Judges a call, makes it if it is permitted, and judges its result. The work runs in the thread that calls, at most
     * once.
     *
     * @param caller who calls, as the server authenticated it; never what a client says of itself
     * @param tool as the server lists it, with its schemas
     * @param arguments as they came, read strictly
     * @param work makes the call; what it throws is recorded, and the caller learns only that the tool failed
     * @return the result, or why there is none; in either case in the form of a {@code CallToolResult}
     * @throws InterruptedException where the work was interrupted; the call is on record, a result is not
     */
    public GuardedAnswer call(Caller caller, ToolDefinition tool, JsonObject arguments, ToolWork work)
            throws InterruptedException {
        JsonObject params = JsonObject.EMPTY.with("name", tool.name()).with("arguments", arguments);
        var id = RequestId.of(ids.incrementAndGet());
        var action = new ToolCall(server, tool, arguments, params);
        var context = new Context(caller, Client.UNKNOWN, clock.instant(), Selection.EVERYTHING, Set.of());
        return switch (decider.decide(action, Request.of(id, action.method(), params), context)) {
            case Outcome.Refused refused -> new GuardedAnswer.Refused(refused.refusal());
            case Outcome.Granted granted -> answer(granted.permit(), id, work);
        };
    }

    private GuardedAnswer answer(Permit permit, RequestId id, ToolWork work) throws InterruptedException {
        try (Place place = permit.place()) {
            Response response = done(permit, id, work);
            place.answered(response.wire().length());
            return released(permit, response);
        }
    }

    // INVARIANT: the work gets what the permit holds, which is what was judged.
    private static Response done(Permit permit, RequestId id, ToolWork work) throws InterruptedException {
        var granted = new GrantedCall(((ToolCall) permit.action()).arguments(), permit.facts(), permit.reference());
        try {
            return Success.of(id, work.call(granted));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Failure.of(
                    id,
                    JsonObject.EMPTY
                            .with("code", JsonNumber.of(ErrorCode.INTERNAL))
                            .with("message", String.valueOf(e)));
        }
    }

    private GuardedAnswer released(Permit permit, Response response) {
        return switch (decider.release(permit, response)) {
            case ReleaseOutcome.Withheld withheld -> new GuardedAnswer.Refused(withheld.refusal());
            case ReleaseOutcome.Released released ->
                released.release().message() instanceof Success success
                        ? new GuardedAnswer.Answered(
                                success.result(), released.release().reference())
                        : new GuardedAnswer.Refused(new Refusal(
                                Reason.INTERNAL_FAULT,
                                "The tool failed.",
                                released.release().reference()));
        };
    }
}
