package dev.lockkeeper.guard.schema;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The two dialects that are judged. MCP (2025-11-25, basic, JSON Schema usage): no {@code $schema} means 2020-12. */
enum SchemaDialect {
    DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema"),
    DRAFT_7("http://json-schema.org/draft-07/schema");

    private final String id;

    SchemaDialect(String id) {
        this.id = id;
    }

    static SchemaDialect named(@Nullable Json name) throws SchemaRefused {
        if (name == null) {
            return DRAFT_2020_12;
        }
        if (name instanceof JsonString(String value)) {
            String plain = value.endsWith("#") ? value.substring(0, value.length() - 1) : value;
            for (SchemaDialect dialect : values()) {
                if (dialect.id.equals(plain)) {
                    return dialect;
                }
            }
        }
        throw new SchemaRefused(
                Reason.SCHEMA_DIALECT, "its $schema is neither JSON Schema 2020-12 nor draft-07, the two understood.");
    }

    /** How the dialect's own schema identifies itself. */
    String metaschema() {
        return this == DRAFT_7 ? id + "#" : id;
    }
}
