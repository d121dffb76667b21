package dev.lockkeeper.guard;

import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Response;

/** Judges what a server answered before the caller sees it. Whatever it throws withholds the answer. */
@FunctionalInterface
public interface ResultGuard {

    /** Judges the answer to what was permitted. What it throws withholds the answer. */
    ResultVerdict judge(Action action, Response response, Context context);

    /** How the guard is named in journal and explanation. */
    default String name() {
        return getClass().getSimpleName();
    }
}
