package dev.lockkeeper.guard.schema;

/** What is asked of a value beside its schema. */
public enum Openness {
    /** Every member is declared by the schema, names imitate no declared one, values keep the default bounds. */
    CLOSED,
    /** Members may be undeclared where the schema lets them; the rest as in {@link #CLOSED}. */
    OPEN,
    /** The schema alone. */
    SCHEMA_ONLY
}
