package dev.lockkeeper.guard.sql;

import dev.lockkeeper.yaml.Doc;

/** What a statement is for. A kind that is not here cannot be allowed. */
public enum StatementKind {
    @Doc("SELECT and VALUES.")
    SELECT,

    @Doc("INSERT.")
    INSERT,

    @Doc("UPDATE.")
    UPDATE,

    @Doc("DELETE.")
    DELETE,

    @Doc("EXPLAIN of a statement that would be allowed itself; with ANALYZE, which runs it, of a SELECT only.")
    EXPLAIN
}
