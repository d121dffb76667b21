package dev.lockkeeper.guard;

import dev.lockkeeper.json.Json;

/**
 * Judges one value by what it means: a path, a URL, a statement. The same for the gateway and for a server that protects
 * its own tools. Never edits, and is safe to call from many threads.
 */
@FunctionalInterface
public interface ValueGuard {

    /**
     * Whether the value is fit.
     *
     * @param value as it was decoded; a guard of texts refuses anything but a string with {@code argument.type}
     */
    Assessment judge(Json value);

    /**
     * The same for one of several values of a call. A guard of hosts counts what it is asked for, and refuses with {@code
     * arguments.bound} what is too much together.
     */
    default Assessment judge(Json value, Lookups lookups) {
        return judge(value);
    }
}
