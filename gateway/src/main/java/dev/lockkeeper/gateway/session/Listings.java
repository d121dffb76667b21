package dev.lockkeeper.gateway.session;

import dev.lockkeeper.mcp.ToolDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What each server of the configuration was last seen to list, over all conversations, so that a change is noticed once
 * and recorded. Thread-safe.
 */
final class Listings {

    private final Map<String, Map<String, String>> servers = new ConcurrentHashMap<>();
    private final Consumer<ToolDefinition> listed;

    Listings(Consumer<ToolDefinition> listed) {
        this.listed = listed;
    }

    /** Whether this tool of this server had another digest, or none, when it was last seen; remembers the new one. */
    boolean changed(String server, ToolDefinition tool) {
        boolean changed = !tool.digest().equals(tools(server).put(tool.name(), tool.digest()));
        if (changed) {
            listed.accept(tool);
        }
        return changed;
    }

    /** Whether this tool of this server was known until now; forgets it. */
    boolean gone(String server, String tool) {
        return tools(server).remove(tool) != null;
    }

    private Map<String, String> tools(String server) {
        return servers.computeIfAbsent(server, name -> new ConcurrentHashMap<>());
    }
}
