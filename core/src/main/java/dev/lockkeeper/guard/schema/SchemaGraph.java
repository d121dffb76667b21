package dev.lockkeeper.guard.schema;

import dev.lockkeeper.reason.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Bounds what the schemas of a document add up to when they are applied. */
final class SchemaGraph {

    private final SchemaLimits limits;
    private final Map<Subschema, Long> sizes = new HashMap<>();
    private final Set<Subschema> entered = new HashSet<>();
    private final Set<Subschema> grounded = new HashSet<>();

    SchemaGraph(SchemaLimits limits) {
        this.limits = limits;
    }

    /** @throws SchemaRefused when applying the schema to a value could go round for ever at one place */
    void refuseEndlessRecursion(Subschema schema) throws SchemaRefused {
        if (grounded.contains(schema)) {
            return;
        }
        if (!entered.add(schema)) {
            throw new SchemaRefused(Reason.SCHEMA_RECURSION, "it applies itself to the same value again, without end.");
        }
        for (Subschema next : schema.inPlace()) {
            refuseEndlessRecursion(next);
        }
        entered.remove(schema);
        grounded.add(schema);
    }

    /** @throws SchemaRefused when the schema with its references written out is larger than allowed */
    void refuseExpansion(Subschema root) throws SchemaRefused {
        if (expanded(root) > limits.expanded()) {
            throw new SchemaRefused(
                    Reason.SCHEMA_TOO_LARGE,
                    "it grows beyond " + limits.expanded() + " schemas when its references are followed.");
        }
    }

    private long expanded(Subschema schema) {
        Long known = sizes.get(schema);
        if (known != null) {
            return known;
        }
        // Counts as one where it is met again within itself; validation is bounded by its own steps.
        sizes.put(schema, 1L);
        long sum = 1;
        for (Subschema next : schema.inPlace()) {
            sum += expanded(next);
        }
        for (Subschema next : schema.below()) {
            sum += expanded(next);
        }
        sum = Math.min(sum, Integer.MAX_VALUE);
        sizes.put(schema, sum);
        return sum;
    }
}
