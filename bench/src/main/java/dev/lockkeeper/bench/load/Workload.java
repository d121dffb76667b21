package dev.lockkeeper.bench.load;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.List;

/** What is called, with what, and what comes back: arguments of about 600 bytes, a result of about 1 KB. */
public final class Workload {

    /** Called read-only by the policy, so that its record need not be on the disk first. */
    public static final String READING = "look";

    /** May write for all that the policy says, so that its record waits for the disk. */
    public static final String WRITING = "put";

    private static final String WORDS = "The lock keeper closes one gate before opening the other. ";

    private Workload() {}

    /** The arguments of a call, 600 bytes. */
    public static JsonObject arguments() {
        var filters = List.of("open", "overdue", "unassigned");
        JsonObject without = JsonObject.EMPTY
                .with("path", "/workspace/reports/2026/quarter-3/summary.md")
                .with("limit", JsonNumber.of(250))
                .with("recursive", JsonBoolean.TRUE)
                .with("encoding", "utf-8")
                .with("filters", JsonArray.ofStrings(filters))
                .with("range", JsonObject.EMPTY.with("from", JsonNumber.of(0)).with("to", JsonNumber.of(4096)))
                .with("note", "");
        int missing = 600 - without.text().length();
        return without.with("note", WORDS.repeat(20).substring(0, missing));
    }

    /** The parameters of a call. */
    public static JsonObject params(String tool) {
        return JsonObject.EMPTY.with("name", tool).with("arguments", arguments());
    }

    /** The result of every call, 1 KB. */
    public static JsonObject result() {
        String text = WORDS.repeat(20).substring(0, 960);
        return JsonObject.EMPTY
                .with(
                        "content",
                        new JsonArray(
                                List.of(JsonObject.EMPTY.with("type", "text").with("text", text))))
                .with("isError", JsonBoolean.FALSE);
    }

    /** A tool as it is listed, with a schema that has something to say of every argument. */
    public static JsonObject tool(String name) {
        return JsonObject.EMPTY
                .with("name", name)
                .with("description", "Looks at a part of a file, or puts one there.")
                .with("inputSchema", schema());
    }

    /** The schema of {@link #arguments()}. */
    public static JsonObject schema() {
        JsonObject position = type("integer").with("minimum", JsonNumber.of(0));
        JsonObject range = type("object")
                .with("properties", JsonObject.EMPTY.with("from", position).with("to", position))
                .with("required", JsonArray.ofStrings(List.of("from", "to")));
        JsonObject properties = JsonObject.EMPTY
                .with("path", type("string").with("pattern", "^/workspace/").with("maxLength", JsonNumber.of(400)))
                .with("limit", position.with("maximum", JsonNumber.of(1000)))
                .with("recursive", type("boolean"))
                .with("encoding", type("string").with("enum", JsonArray.ofStrings(List.of("utf-8", "utf-16"))))
                .with("filters", type("array").with("items", type("string")).with("maxItems", JsonNumber.of(10)))
                .with("range", range)
                .with("note", type("string").with("maxLength", JsonNumber.of(2000)));
        return type("object")
                .with("properties", properties)
                .with("required", JsonArray.ofStrings(List.of("path")))
                .with("additionalProperties", JsonBoolean.FALSE);
    }

    private static JsonObject type(String type) {
        return JsonObject.EMPTY.with("type", new JsonString(type));
    }
}
