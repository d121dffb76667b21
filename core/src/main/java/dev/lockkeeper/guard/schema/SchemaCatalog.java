package dev.lockkeeper.guard.schema;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The compiled schemas of tools: each distinct definition is compiled once, whether it succeeds or not, and the least
 * recently used are forgotten. Thread-safe; a compilation holds up only those who want the same definition.
 */
public final class SchemaCatalog {

    /** What became of a definition's schemas. */
    public sealed interface Entry permits Usable, Unusable {}

    /**
     * Both schemas compiled.
     *
     * @param output null where the tool has none
     */
    public record Usable(CompiledSchema input, @Nullable CompiledSchema output) implements Entry {}

    /**
     * One of the schemas did not compile, so the tool cannot be called.
     *
     * @param message for the peer: which of the two schemas, and what is wrong with it
     */
    public record Unusable(Reason reason, String message) implements Entry {}

    private final SchemaLimits limits;
    private final LongSupplier nanos;
    private final Map<String, Slot> slots;

    /**
     * @param most definitions that are remembered, at least 1
     * @param nanos a clock for durations, such as {@code System::nanoTime}
     */
    public SchemaCatalog(SchemaLimits limits, int most, LongSupplier nanos) {
        if (most < 1) {
            throw new IllegalArgumentException("a catalog remembers at least 1 definition");
        }
        this.limits = limits;
        this.nanos = nanos;
        this.slots = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Slot> eldest) {
                return size() > most;
            }
        };
    }

    /** The schemas of a definition, compiled now if they were not yet. To be called when a tool is listed. */
    public Entry of(ToolDefinition definition) {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(definition.digest(), digest -> new Slot());
        }
        return slot.get(definition);
    }

    private final class Slot {

        private volatile @Nullable Entry entry;

        Entry get(ToolDefinition definition) {
            Entry known = entry;
            if (known != null) {
                return known;
            }
            synchronized (this) {
                known = entry;
                if (known == null) {
                    known = compile(definition);
                    entry = known;
                }
                return known;
            }
        }
    }

    private Entry compile(ToolDefinition definition) {
        JsonObject inputSchema = definition.inputSchema();
        if (inputSchema == null) {
            return unusable("input", new SchemaRefused(Reason.SCHEMA_INVALID, "it is missing or not an object."));
        }
        CompiledSchema input;
        try {
            input = CompiledSchema.input(inputSchema, limits, nanos);
        } catch (SchemaRefused e) {
            return unusable("input", e);
        }
        Json stated = definition.json().get("outputSchema");
        if (stated == null) {
            return new Usable(input, null);
        }
        try {
            if (!(stated instanceof JsonObject outputSchema)) {
                throw new SchemaRefused(Reason.SCHEMA_INVALID, "it is not an object.");
            }
            return new Usable(input, CompiledSchema.output(outputSchema, limits, nanos));
        } catch (SchemaRefused e) {
            return unusable("output", e);
        }
    }

    private static Unusable unusable(String which, SchemaRefused refused) {
        return new Unusable(
                refused.reason(),
                "The tool cannot be called because of its " + which + " schema: " + refused.getMessage());
    }
}
