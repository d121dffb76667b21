package dev.lockkeeper.example.embedded;

import dev.lockkeeper.embed.GuardedTools;
import dev.lockkeeper.embed.ToolResult;
import dev.lockkeeper.embed.ToolWork;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.ToolDefinition;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tools of the SDK behind the engine: takes what the SDK decoded to the engine, and the engine's answer to the SDK. */
final class SdkTools {

    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    private final GuardedTools tools;
    private final Caller caller;
    private final McpJsonMapper mapper;

    SdkTools(GuardedTools tools, Caller caller, McpJsonMapper mapper) {
        this.tools = tools;
        this.caller = caller;
        this.mapper = mapper;
    }

    /** The tool, whose work is done only for calls that are permitted. */
    SyncToolSpecification guarded(Tool tool, ToolWork work) {
        ToolDefinition definition = definition(tool);
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((exchange, request) -> sdk(call(definition, request.arguments(), work)))
                .build();
    }

    private JsonObject call(ToolDefinition tool, @Nullable Map<String, Object> arguments, ToolWork work) {
        try {
            JsonObject given = arguments == null ? JsonObject.EMPTY : json(arguments);
            return tools.call(caller, tool, given, work).result();
        } catch (JsonRefused e) {
            return ToolResult.error("The arguments cannot be read.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ToolResult.error("The call was interrupted.");
        }
    }

    private ToolDefinition definition(Tool tool) {
        try {
            ToolDefinition definition = ToolDefinition.of(json(tool));
            if (definition != null) {
                return definition;
            }
        } catch (JsonRefused e) {
            throw new IllegalArgumentException("a tool whose definition cannot be read", e);
        }
        throw new IllegalArgumentException("a tool without a name");
    }

    private JsonObject json(Object value) throws JsonRefused {
        try {
            return (JsonObject) READER.read(mapper.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CallToolResult sdk(JsonObject result) {
        try {
            return mapper.readValue(result.text(), CallToolResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
