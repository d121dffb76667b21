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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tools of one server as this conversation saw them listed. Thread-safe. */
final class ToolInventory {

    private static final int MOST_TOOLS = 5_000;
    private static final long MOST_BYTES = 8 << 20;

    private final Map<String, ToolDefinition> tools = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Set<String> run = new HashSet<>();
    private final Set<String> twice = new HashSet<>();
    private final ReentrantLock listing = new ReentrantLock();
    private Instant completeUntil = Instant.MIN;
    private long runBytes;
    private boolean undisturbed;
    private @Nullable String expected;

    /** What a listing changed: definitions that are new or other than before, and names that are gone. */
    record Change(List<ToolDefinition> tools, Set<String> gone) {}

    /** Held by who asks for the whole listing, so that others wait for it and do not ask as well. */
    ReentrantLock listing() {
        return listing;
    }

    /**
     * Takes one page of a listing, as the server sent it. A page without a next one, of a run from the first page on
     * that followed the server's cursors and that no change interrupted, completes the listing.
     *
     * @param cursor by which the page was asked for; null for the first
     * @param bytes the size of the page
     * @param until how long a complete listing is trusted
     */
    synchronized Change learn(JsonObject result, @Nullable String cursor, int bytes, Instant until) {
        // INVARIANT: who leaves out a page does not make the gateway believe that it saw them all.
        undisturbed &= Objects.equals(cursor, expected);
        expected = result.string("nextCursor");
        if (cursor == null) {
            run.clear();
            twice.clear();
            runBytes = 0;
            undisturbed = true;
        }
        runBytes += bytes;
        List<ToolDefinition> changed = new ArrayList<>();
        JsonArray listed = result.array("tools");
        for (Json entry : listed == null ? List.<Json>of() : listed.items()) {
            ToolDefinition tool = entry instanceof JsonObject object ? ToolDefinition.of(object) : null;
            if (tool != null && runBytes <= MOST_BYTES && tools.size() < MOST_TOOLS) {
                add(tool, changed);
            }
        }
        return expected == null && undisturbed ? completed(changed, until) : new Change(changed, Set.of());
    }

    private void add(ToolDefinition tool, List<ToolDefinition> changed) {
        if (!run.add(tool.name())) {
            // Two definitions under one name: nobody can say which one a call would meet.
            twice.add(tool.name());
            ambiguous.add(tool.name());
        }
        ToolDefinition before = tools.put(tool.name(), tool);
        if (before == null || !before.digest().equals(tool.digest())) {
            changed.add(tool);
        }
    }

    // The whole listing was seen: what it did not name is gone.
    private Change completed(List<ToolDefinition> changed, Instant until) {
        Set<String> gone = new HashSet<>(tools.keySet());
        gone.removeAll(run);
        tools.keySet().retainAll(run);
        ambiguous.clear();
        ambiguous.addAll(twice);
        completeUntil = until;
        return new Change(changed, gone);
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

    /** The server says that its list changed. */
    synchronized void stale() {
        completeUntil = Instant.MIN;
        undisturbed = false;
        tools.clear();
        ambiguous.clear();
    }
}
