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

    /**
     * Whether it is left out where another guard has refused before: one that looks up names or files, or reads much. A
     * refused call must not make anybody hear of it, nor cost more than it has to.
     */
    default boolean isCostly() {
        return false;
    }

    /** How the guard is named in journal and explanation. */
    default String name() {
        return getClass().getSimpleName();
    }
}
