package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.TaskUse;
import dev.lockkeeper.mcp.ToolCall;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/**
 * One thing that an operator stopped: what matches all of the names that are not empty; where all are empty, everything.
 *
 * @param caller {@code alice} under any scheme, or {@code token:alice}
 * @param server by its name in the configuration
 * @param tool as its server names it
 * @param because why, for the journal
 * @param by who stopped it
 */
public record Kill(String caller, String server, String tool, String because, String by, Instant at) {

    private static final Set<String> MEMBERS = Set.of("caller", "server", "tool", "because", "by", "at");

    /** Everything, for want of a file that can be read. */
    static Kill unreadable(String why) {
        return new Kill("", "", "", why, "lockkeeper", Instant.EPOCH);
    }

    /** Whether it stops everything. */
    public boolean everything() {
        return caller.isEmpty() && server.isEmpty() && tool.isEmpty();
    }

    /** Whether both are about the same. */
    public boolean sameAs(Kill other) {
        return caller.equals(other.caller) && server.equals(other.server) && tool.equals(other.tool);
    }

    boolean stops(Caller asking, Action action) {
        return (caller.isEmpty() || caller.equals(asking.name()) || caller.equals(asking.key()))
                && (server.isEmpty() || server.equals(action.server()))
                && (tool.isEmpty()
                        || (action instanceof ToolCall || action instanceof TaskUse) && tool.equals(action.target()));
    }

    /** As it stands in the file and in the journal. */
    public JsonObject toJson() {
        return JsonObject.EMPTY
                .with("caller", caller)
                .with("server", server)
                .with("tool", tool)
                .with("because", because)
                .with("by", by)
                .with("at", at.toString());
    }

    /** @throws IllegalArgumentException when it is none */
    static Kill of(Json json) {
        if (!(json instanceof JsonObject object) || !object.members().keySet().equals(MEMBERS)) {
            throw new IllegalArgumentException("an entry has other members");
        }
        try {
            return new Kill(
                    text(object, "caller"),
                    text(object, "server"),
                    text(object, "tool"),
                    text(object, "because"),
                    text(object, "by"),
                    Instant.parse(text(object, "at")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the time of an entry is none", e);
        }
    }

    private static String text(JsonObject object, String name) {
        String text = object.string(name);
        if (text == null) {
            throw new IllegalArgumentException("the member " + name + " is no text");
        }
        return text;
    }

    /** What was stopped, in words. */
    public String what() {
        if (everything()) {
            return "everything";
        }
        String words = tool.isEmpty() ? "" : "tool " + tool + " ";
        words += server.isEmpty() ? "" : "server " + server + " ";
        return (words + (caller.isEmpty() ? "" : "caller " + caller)).strip();
    }

    @Override
    public String toString() {
        return what() + ", stopped by " + by + " at " + at + ": " + because;
    }
}
