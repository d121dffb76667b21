package dev.lockkeeper.guard.limit;

/** What a limit is counted for. */
public enum Per {
    /** Everything that passes. */
    ALL("of this gateway"),
    /** One caller, on all servers. */
    CALLER("of this caller"),
    /** One server, for all callers. */
    SERVER("of this server"),
    /** One tool, for one caller. */
    TOOL("of this tool"),
    /** What one caller does on one server without a longer pause. */
    TASK("of this conversation");

    private final String words;

    Per(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
