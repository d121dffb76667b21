package dev.lockkeeper.embed;

import dev.lockkeeper.audit.Journal;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.DecisionObserver;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.decide.ReleaseOutcome;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
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
 * switch (tools.call(caller, definition, arguments, given -> read(given))) {
 *     case GuardedTools.Answered answered -> reply(answered.result());
 *     case GuardedTools.Refused refused -> fail(refused.refusal().message());
 * }
 * }</pre>
 */
public final class GuardedTools {

    private static final int REMEMBERED = 1_000;

    /** What a tool does. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it.
         *
         * @param arguments as they were judged
         * @return a {@code CallToolResult} of the protocol, such as {@code {"content": […]}}
         * @throws Exception whose text is recorded and not told to the caller
         */
        JsonObject call(JsonObject arguments) throws Exception;
    }

    /** What became of a call. */
    public sealed interface Answer permits Answered, Refused {}

    /**
     * The tool was called.
     *
     * @param result what the caller may see of the result
     * @param reference the journal's reference of the result
     */
    public record Answered(JsonObject result, String reference) implements Answer {}

    /** The tool was not called, or its result is withheld; the refusal's message is for the caller. */
    public record Refused(Refusal refusal) implements Answer {}

    private final String server;
    private final Decider decider;
    private final InstantSource clock;
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param server the name under which the policy speaks of these tools
     * @param journal has the record of a decision before the tool is called; where it cannot be written, nothing is
     *     called
     * @param clock for conditions and records
     * @param nanos for durations, such as {@code System::nanoTime}
     */
    public GuardedTools(String server, Policy policy, Journal journal, InstantSource clock, LongSupplier nanos) {
        this(server, policy, journal, clock, nanos, (decision, reference) -> {});
    }

    /** @param observer hears of every decision once it is recorded */
    public GuardedTools(
            String server,
            Policy policy,
            Journal journal,
            InstantSource clock,
            LongSupplier nanos,
            DecisionObserver observer) {
        this.server = server;
        this.clock = clock;
        var catalog = new SchemaCatalog(SchemaLimits.DEFAULT, REMEMBERED, nanos);
        var rules = policy.rulebook(
                List.of(new SchemaGuard(catalog, ValueBounds.DEFAULT, policy::opens)),
                List.of(new OutputSchemaGuard(catalog)));
        this.decider = new Decider(rules, journal, nanos, observer);
    }

    /**
     * Judges a call, makes it if it is permitted, and judges its result.
     *
     * @param caller who calls, as the server authenticated it
     * @param tool as the server lists it, with its schemas
     * @throws InterruptedException where the work was interrupted
     */
    public Answer call(Caller caller, ToolDefinition tool, JsonObject arguments, Work work)
            throws InterruptedException {
        JsonObject params = JsonObject.EMPTY.with("name", tool.name()).with("arguments", arguments);
        var id = RequestId.of(ids.incrementAndGet());
        var action = new ToolCall(server, tool, arguments, params);
        var context = new Context(caller, Client.UNKNOWN, clock.instant(), Selection.EVERYTHING, Set.of());
        return switch (decider.decide(action, Request.of(id, action.method(), params), context)) {
            case Outcome.Refused refused -> new Refused(refused.refusal());
            case Outcome.Granted granted -> released(granted.permit(), done(granted.permit(), id, work));
        };
    }

    // INVARIANT: the work gets what the permit holds, which is what was judged.
    private static Response done(Permit permit, RequestId id, Work work) throws InterruptedException {
        try {
            return Success.of(id, work.call(((ToolCall) permit.action()).arguments()));
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

    private Answer released(Permit permit, Response response) {
        return switch (decider.release(permit, response)) {
            case ReleaseOutcome.Withheld withheld -> new Refused(withheld.refusal());
            case ReleaseOutcome.Released released ->
                released.release().message() instanceof Success success
                        ? new Answered(success.result(), released.release().reference())
                        : new Refused(new Refusal(
                                Reason.INTERNAL_FAULT,
                                "The tool failed.",
                                released.release().reference()));
        };
    }
}
