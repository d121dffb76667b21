package dev.lockkeeper.guard.schema;

import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The two dialects that are judged. MCP (2025-11-25, basic, JSON Schema usage): no {@code $schema} means 2020-12. */
enum SchemaDialect {
    DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema", Dialects.getDraft202012()),
    DRAFT_7("http://json-schema.org/draft-07/schema", Dialects.getDraft7());

    private final String id;
    private final Dialect dialect;

    SchemaDialect(String id, Dialect base) {
        this.id = id;
        // The library's own factory keeps and logs every unknown keyword it meets, and a server chooses their names.
        var unknown = new NonValidationKeyword("unknown");
        this.dialect = Dialect.builder(base)
                .unknownKeywordFactory((name, context) -> unknown)
                .build();
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

    String metaschema() {
        return this == DRAFT_7 ? id + "#" : id;
    }

    Dialect dialect() {
        return dialect;
    }
}
