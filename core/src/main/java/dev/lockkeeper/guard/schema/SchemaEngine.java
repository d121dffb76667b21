package dev.lockkeeper.guard.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The validator of one document: bounded in steps and depth, matching by RE2J, and able to load nothing. */
final class SchemaEngine {

    private static final int DEPTH = 600;
    private static final Dialect DRAFT_2020_12 = quiet(Dialects.getDraft202012());
    private static final Dialect DRAFT_7 = quiet(Dialects.getDraft7());
    private static final Schema METASCHEMA_2020_12 = metaschema(SchemaDialect.DRAFT_2020_12);
    private static final Schema METASCHEMA_7 = metaschema(SchemaDialect.DRAFT_7);

    private final Schema root;
    private final ExecutionConfig execution;
    private final Map<Subschema, Schema> branches = new ConcurrentHashMap<>();

    /**
     * @param document without {@code $schema} and {@code $id} at its root
     * @param patterns every pattern of the document, compiled
     */
    SchemaEngine(JsonNode document, SchemaDialect dialect, Map<String, Regex> patterns, SchemaLimits limits) {
        this.execution = execution(limits.validationSteps());
        RegularExpressionFactory compiled = text -> {
            Regex regex = patterns.get(text);
            return regex == null ? Regex.compile(text, limits) : regex;
        };
        this.root = SchemaRegistry.withDialect(
                        library(dialect),
                        builder -> builder.schemaRegistryConfig(config(compiled))
                                // INVARIANT: nothing is ever fetched, not even from the class path.
                                .schemaLoader(loader -> loader.allow(iri -> false)))
                .getSchema(document);
        this.root.initializeValidators();
    }

    /** Whether the document is a schema by its dialect's own schema. */
    static boolean isSchema(JsonNode document, SchemaDialect dialect, SchemaLimits limits) {
        // A schema has few values, but the metaschema applies many schemas to each.
        ExecutionConfig execution = execution(50L * limits.bytes());
        Schema metaschema = switch (dialect) {
            case DRAFT_2020_12 -> METASCHEMA_2020_12;
            case DRAFT_7 -> METASCHEMA_7;
        };
        return metaschema
                .validate(document, context -> context.setExecutionConfig(execution))
                .isEmpty();
    }

    /** What the value breaks. */
    List<Error> validate(JsonNode value, Effort effort) {
        return validate(root, value, effort);
    }

    /** Whether a schema within the document holds for a value. */
    boolean holds(Subschema part, JsonNode value, Effort effort) {
        Schema schema = branches.get(part);
        if (schema == null) {
            schema = part.place.getNameCount() == 0 ? root : root.getSubSchema(part.place);
            branches.put(part, schema);
        }
        return validate(schema, value, effort).isEmpty();
    }

    private List<Error> validate(Schema schema, JsonNode value, Effort effort) {
        var context = new Context(execution, effort);
        schema.validate(context, value);
        return context.getErrors();
    }

    private static ExecutionConfig execution(long steps) {
        return ExecutionConfig.builder()
                .formatAssertionsEnabled(false)
                .maxEvaluationSteps(steps)
                .maxEvaluationDepth(DEPTH)
                .build();
    }

    private static SchemaRegistryConfig config(RegularExpressionFactory patterns) {
        return SchemaRegistryConfig.builder()
                .regularExpressionFactory(patterns)
                .formatAssertionsEnabled(false)
                .pathType(PathType.JSON_POINTER)
                .preloadSchema(false)
                .build();
    }

    private static Schema metaschema(SchemaDialect dialect) {
        // These come with the library and are found on the class path; its default loader opens no connection.
        return SchemaRegistry.withDialect(
                        library(dialect),
                        builder ->
                                builder.schemaRegistryConfig(config(text -> Regex.compile(text, SchemaLimits.DEFAULT))))
                .getSchema(SchemaLocation.of(dialect.metaschema()));
    }

    private static Dialect library(SchemaDialect dialect) {
        return switch (dialect) {
            case DRAFT_2020_12 -> DRAFT_2020_12;
            case DRAFT_7 -> DRAFT_7;
        };
    }

    // The library's own factory keeps and logs every unknown keyword it meets, and a server chooses their names.
    private static Dialect quiet(Dialect base) {
        var unknown = new NonValidationKeyword("unknown");
        return Dialect.builder(base)
                .unknownKeywordFactory((name, context) -> unknown)
                .build();
    }

    /** Bounds the errors, each of which takes memory; one step of the validator can find thousands. */
    private static final class Context extends ExecutionContext {

        private static final int COST = 20;
        private final Effort effort;

        Context(ExecutionConfig execution, Effort effort) {
            super(execution);
            this.effort = effort;
        }

        @Override
        public void addError(Error error) {
            effort.spend(COST);
            super.addError(error);
        }
    }
}
