package dev.lockkeeper.guard;

import dev.lockkeeper.mcp.Action;

/**
 * Judges an action before it is forwarded. A guard never edits what it judges, keeps no lock across I/O, and is safe to
 * call from many threads. Whatever it throws counts as a denial with {@code guard.failed}.
 */
@FunctionalInterface
public interface Guard {

    /** Judges an action. What it throws counts as a refusal. */
    Verdict judge(Action action, Context context);

    /** How the guard is named in journal and explanation. */
    default String name() {
        return getClass().getSimpleName();
    }
}
