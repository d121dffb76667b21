package dev.lockkeeper.policy;

import dev.lockkeeper.guard.Glob;

/** What a rule can be about. */
enum Kind {
    TOOL,
    RESOURCE,
    PROMPT;

    Glob glob(String pattern) {
        return this == RESOURCE ? Glob.uri(pattern) : Glob.name(pattern);
    }

    /** How it is called in messages. */
    String word() {
        return switch (this) {
            case TOOL -> "tool";
            case RESOURCE -> "resource";
            case PROMPT -> "prompt";
        };
    }
}
