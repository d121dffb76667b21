package dev.lockkeeper.gateway.session;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools of one server as this conversation saw them listed. Thread-safe. */
final class ToolInventory {

    private static final int MOST_TOOLS = 10_000;

    private final Map<String, ToolDefinition> tools = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private Instant completeUntil = Instant.MIN;

    /** What a listing changed: names to the digest they have now, empty for a tool that is gone. */
    record Change(Map<String, String> tools) {
        boolean any() {
            return !tools.isEmpty();
        }
    }

    /** Takes one page of a listing, as the server sent it. */
    synchronized Change learn(JsonObject result) {
        Map<String, String> changed = new LinkedHashMap<>();
        JsonArray listed = result.array("tools");
        if (listed == null) {
            return new Change(changed);
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
                changed.put(tool.name(), tool.digest());
            }
        }
        return new Change(changed);
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
        Map<String, String> gone = new LinkedHashMap<>();
        tools.keySet().removeIf(name -> {
            boolean missing = !named.contains(name);
            if (missing) {
                gone.put(name, "");
            }
            return missing;
        });
        ambiguous.retainAll(named);
        completeUntil = until;
        return new Change(gone);
    }

    /** The server says that its list changed. */
    synchronized void stale() {
        completeUntil = Instant.MIN;
        tools.clear();
        ambiguous.clear();
    }
}
