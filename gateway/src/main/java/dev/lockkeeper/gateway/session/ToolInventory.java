package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools of one server as this conversation saw them listed. Thread-safe. */
final class ToolInventory {

    private static final int MOST_TOOLS = 10_000;

    private final Map<String, ToolDefinition> tools = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private Instant completeUntil = Instant.MIN;

    /** What a listing changed: definitions that are new or other than before, and names that are gone. */
    record Change(List<ToolDefinition> tools, Set<String> gone) {}

    /** Takes one page of a listing, as the server sent it. */
    synchronized Change learn(JsonObject result) {
        List<ToolDefinition> changed = new ArrayList<>();
        JsonArray listed = result.array("tools");
        if (listed == null) {
            return new Change(changed, Set.of());
        }
        Set<String> page = new HashSet<>();
        for (Json entry : listed.items()) {
            ToolDefinition tool = entry instanceof JsonObject object ? ToolDefinition.of(object) : null;
            if (tool == null || tools.size() >= MOST_TOOLS) {
                continue;
            }
            if (!page.add(tool.name())) {
                // Two definitions under one name: nobody can say which one a call would meet.
                ambiguous.add(tool.name());
            }
            ToolDefinition before = tools.put(tool.name(), tool);
            if (before == null || !before.digest().equals(tool.digest())) {
                changed.add(tool);
            }
        }
        return new Change(changed, Set.of());
    }

    synchronized Optional<ToolDefinition> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    synchronized boolean isAmbiguous(String name) {
        return ambiguous.contains(name);
    }

    /** Whether every page was seen since the last {@link #stale}, recently enough. */
    synchronized boolean isComplete(Instant now) {
        return now.isBefore(completeUntil);
    }

    /** The whole listing was seen: what it did not name is gone. */
    synchronized Change completed(Set<String> named, Instant until) {
        Set<String> gone = new HashSet<>();
        tools.keySet().removeIf(name -> {
            boolean missing = !named.contains(name);
            if (missing) {
                gone.add(name);
            }
            return missing;
        });
        ambiguous.retainAll(named);
        completeUntil = until;
        return new Change(List.of(), gone);
    }

    /** The server says that its list changed. */
    synchronized void stale() {
        completeUntil = Instant.MIN;
        tools.clear();
        ambiguous.clear();
    }
}
