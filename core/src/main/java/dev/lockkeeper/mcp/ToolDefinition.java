package dev.lockkeeper.mcp;

import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A tool as a server lists it. Everything in it is text of the server's choosing.
 *
 * @param digest SHA-256 of the canonical definition, in hexadecimal
 */
public record ToolDefinition(String name, JsonObject json, String digest) {

    /** Reads a definition; null where the object has no proper name. */
    public static @Nullable ToolDefinition of(JsonObject json) {
        String name = json.string("name");
        return name == null || name.isEmpty() ? null : new ToolDefinition(name, json, CanonicalJson.digest(json));
    }

    /** A stand-in for a tool that the server did not list; it has no schema, so no call of it can be valid. */
    public static ToolDefinition unlisted(String name) {
        return new ToolDefinition(name, JsonObject.EMPTY, "");
    }

    /** This tool where nothing can be called as a task: as if it were not listed if it must be. */
    public ToolDefinition withoutTask() {
        return needsTask(json) ? unlisted(name) : this;
    }

    public boolean listed() {
        return !digest.isEmpty();
    }

    /** Whether it can only be called as a task of 2025-11-25 ("Tasks", section "Tool-Level Negotiation"). */
    public static boolean needsTask(JsonObject json) {
        JsonObject execution = json.object("execution");
        return execution != null && "required".equals(execution.string("taskSupport"));
    }

    /** The {@code inputSchema}, or null where it is absent or not an object. */
    public @Nullable JsonObject inputSchema() {
        return json.object("inputSchema");
    }

    /** The {@code outputSchema}, or null where it is absent or not an object. */
    public @Nullable JsonObject outputSchema() {
        return json.object("outputSchema");
    }

    /** Whether the server itself says that the tool writes. Its word is taken only where it makes things stricter. */
    public boolean admitsWriting() {
        JsonObject annotations = json.object("annotations");
        return annotations != null
                && (annotations.get("readOnlyHint") == JsonBoolean.FALSE
                        || annotations.get("destructiveHint") == JsonBoolean.TRUE);
    }
}
