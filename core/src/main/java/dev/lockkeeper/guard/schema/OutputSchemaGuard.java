package dev.lockkeeper.guard.schema;

import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.TaskHandle;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Withholds results of {@code tools/call} that are not shaped as one, or whose {@code structuredContent} breaks the
 * tool's own {@code outputSchema}. A result is not held to a closed world: only the schema itself closes it.
 */
public final class OutputSchemaGuard implements ResultGuard {

    private final SchemaCatalog catalog;

    /** @param catalog where compiled schemas are kept */
    public OutputSchemaGuard(SchemaCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return "output-schema";
    }

    @Override
    public ResultVerdict judge(Action action, Response response, Context context) {
        if (!(action instanceof ToolCall call) || !(response instanceof Success success)) {
            return ResultVerdict.pass();
        }
        JsonObject result = success.result();
        Json content = result.get("content");
        if (content != null && !isContent(content)) {
            return withhold("its content is not a list of typed blocks.", "");
        }
        return switch (catalog.of(call.definition())) {
            case SchemaCatalog.Unusable unusable -> withhold("it has no usable schema.", unusable.message());
            case SchemaCatalog.Usable usable ->
                TaskHandle.in(call, result).isPresent() ? ResultVerdict.pass() : judge(result, usable.output());
        };
    }

    private static ResultVerdict judge(JsonObject result, @Nullable CompiledSchema schema) {
        if (schema == null) {
            return ResultVerdict.pass();
        }
        Json structured = result.get("structuredContent");
        if (structured == null) {
            return result.get("isError") == JsonBoolean.TRUE || isUnfinished(result)
                    ? ResultVerdict.pass()
                    : withhold("it lacks the structured content that the tool declares.", "");
        }
        Findings findings = schema.judge(structured, Openness.SCHEMA_ONLY, ValueBounds.DEFAULT);
        return findings.isEmpty()
                ? ResultVerdict.pass()
                : withhold("its structured content breaks the tool's own output schema.", findings.message());
    }

    // 2026-07-28: a result that asks for input has no content yet. Any other word of the server for "not finished" but
    // the handle of a task, whose result is judged when it comes, and content beside the question would be ways around
    // the schema.
    private static boolean isUnfinished(JsonObject result) {
        return "input_required".equals(result.string("resultType"))
                && result.get("content") == null
                && (result.get("inputRequests") != null || result.get("requestState") != null);
    }

    private static boolean isContent(Json content) {
        return content instanceof JsonArray(List<Json> blocks)
                && blocks.stream()
                        .allMatch(block -> block instanceof JsonObject object && object.string("type") != null);
    }

    private static ResultVerdict withhold(String message, String cause) {
        return new ResultVerdict.Withhold(Reason.RESULT_SCHEMA, "The server's result was withheld: " + message, cause);
    }
}
