package dev.lockkeeper.mcp;

import java.util.Set;

/** The protocol's extensions, by the names under which peers declare them. */
public final class Extensions {

    // All they do is in methods that are judged: tools/call, resources/read and tasks/….
    private static final Set<String> CARRIED = Set.of(TaskHandle.EXTENSION, "io.modelcontextprotocol/ui");

    private Extensions() {}

    /** Whether the gateway knows what the extension can do, and judges all of it. */
    public static boolean carried(String name) {
        return CARRIED.contains(name);
    }
}
