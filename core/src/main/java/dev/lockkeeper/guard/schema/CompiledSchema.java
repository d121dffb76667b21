package dev.lockkeeper.guard.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ValidationLimitExceededException;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema of a tool, ready to judge values. JSON Schema 2020-12 (also where it does not say) or draft-07; references
 * only within the document; {@code format} describes and is not asserted. Thread-safe.
 */
public final class CompiledSchema {

    private final SchemaEngine engine;
    private final Subschema root;
    private final SchemaLimits limits;
    private final LongSupplier nanos;

    private CompiledSchema(SchemaEngine engine, Subschema root, SchemaLimits limits, LongSupplier nanos) {
        this.engine = engine;
        this.root = root;
        this.limits = limits;
        this.nanos = nanos;
    }

    /**
     * Compiles an {@code inputSchema}, which must have {@code "type": "object"} (MCP 2025-11-25, server/tools).
     *
     * @param nanos a clock for durations, such as {@code System::nanoTime}
     * @throws SchemaRefused when it is no schema, beyond a limit, or not safe to use
     */
    public static CompiledSchema input(JsonObject schema, SchemaLimits limits, LongSupplier nanos)
            throws SchemaRefused {
        CompiledSchema compiled = compile(schema, limits, nanos);
        if (!"object".equals(schema.string("type"))) {
            throw new SchemaRefused(Reason.SCHEMA_INVALID, "its type is not \"object\".");
        }
        return compiled;
    }

    /**
     * Compiles an {@code outputSchema}.
     *
     * @param nanos a clock for durations, such as {@code System::nanoTime}
     * @throws SchemaRefused when it is no schema, beyond a limit, or not safe to use
     */
    public static CompiledSchema output(JsonObject schema, SchemaLimits limits, LongSupplier nanos)
            throws SchemaRefused {
        return compile(schema, limits, nanos);
    }

    static CompiledSchema compile(Json schema, SchemaLimits limits, LongSupplier nanos) throws SchemaRefused {
        try {
            return compile(schema, limits, nanos, new Effort(Long.MAX_VALUE, limits.compileMillis(), nanos));
        } catch (Effort.Exhausted e) {
            throw new SchemaRefused(Reason.SCHEMA_TIMEOUT, "it takes too long to compile.");
        } catch (ArithmeticException e) {
            throw new SchemaRefused(Reason.SCHEMA_TOO_LARGE, "a number in it is too long.");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            throw new SchemaRefused(Reason.SCHEMA_INVALID, "it cannot be compiled.");
        }
    }

    private static CompiledSchema compile(Json schema, SchemaLimits limits, LongSupplier nanos, Effort effort)
            throws SchemaRefused {
        refuseDepth(schema, limits.depth(), limits.depth());
        if (schema.text().getBytes(StandardCharsets.UTF_8).length > limits.bytes()) {
            throw new SchemaRefused(Reason.SCHEMA_TOO_LARGE, "it is larger than " + limits.bytes() + " bytes.");
        }
        SchemaDialect dialect = SchemaDialect.named(schema instanceof JsonObject object ? object.get("$schema") : null);
        JsonNode document = JacksonTree.of(schema);
        if (document instanceof ObjectNode object) {
            // The dialect is settled, and an identity of its own could only shadow somebody else's.
            object.remove(List.of("$schema", "$id"));
        }
        effort.checkTime();
        var reader = new SubschemaReader(schema, dialect, limits, effort);
        Subschema root = reader.read();
        var graph = new SchemaGraph(limits);
        for (Subschema each : reader.all()) {
            graph.refuseEndlessRecursion(each);
        }
        graph.refuseExpansion(root);
        effort.checkTime();
        if (!isSchema(document, dialect, limits)) {
            throw new SchemaRefused(Reason.SCHEMA_INVALID, "it is not a valid JSON Schema of its dialect.");
        }
        effort.checkTime();
        var engine = new SchemaEngine(document, dialect, reader.patterns(), limits);
        effort.checkTime();
        return new CompiledSchema(engine, root, limits, nanos);
    }

    private static boolean isSchema(JsonNode document, SchemaDialect dialect, SchemaLimits limits)
            throws SchemaRefused {
        try {
            return SchemaEngine.isSchema(document, dialect, limits);
        } catch (ValidationLimitExceededException e) {
            throw new SchemaRefused(Reason.SCHEMA_TOO_LARGE, "it takes too many steps to check.");
        }
    }

    private static void refuseDepth(Json value, int left, int most) throws SchemaRefused {
        List<Json> below = switch (value) {
            case JsonObject object -> List.copyOf(object.members().values());
            case JsonArray array -> array.items();
            default -> List.of();
        };
        if (left == 0 && !below.isEmpty()) {
            throw new SchemaRefused(Reason.SCHEMA_TOO_LARGE, "it is nested deeper than " + most + " levels.");
        }
        for (Json next : below) {
            refuseDepth(next, left - 1, most);
        }
    }

    /** What of a value is not as it must be; no findings when all is well. Never throws. */
    public Findings judge(Json value, Openness openness, ValueBounds bounds) {
        var findings = new Findings();
        var effort = new Effort(limits.validationSteps(), limits.validationMillis(), nanos);
        try {
            ScopedValue.where(Effort.CURRENT, effort).run(() -> judge(value, openness, bounds, effort, findings));
        } catch (ArithmeticException e) {
            findings.add(Pointer.ROOT, Findings.Kind.BOUND, "holds a number with more digits than allowed.");
        } catch (Effort.Exhausted | ValidationLimitExceededException e) {
            findings.add(Pointer.ROOT, Findings.Kind.BOUND, "takes more work to check than allowed.");
        } catch (RuntimeException | StackOverflowError e) {
            // INVARIANT: what cannot be judged is refused.
            findings.add(
                    Pointer.ROOT,
                    effort.exhausted() ? Findings.Kind.BOUND : Findings.Kind.INVALID,
                    "cannot be checked against the schema.");
        }
        return findings;
    }

    private void judge(Json value, Openness openness, ValueBounds bounds, Effort effort, Findings findings) {
        JsonNode node = JacksonTree.of(value);
        List<Error> errors = engine.validate(node, effort);
        new Wording(findings).describe(errors);
        if (openness != Openness.SCHEMA_ONLY) {
            boolean valid = errors.isEmpty();
            new ArgumentWalk(engine, bounds, openness, effort, valid, findings)
                    .visit(node, Pointer.ROOT, List.of(root));
        }
        effort.checkTime();
    }
}
