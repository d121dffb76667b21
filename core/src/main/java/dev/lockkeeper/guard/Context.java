package dev.lockkeeper.guard;

import java.time.Instant;
import java.util.Set;

/**
 * What surrounds an action.
 *
 * @param time by the clock that the engine was given
 * @param selection what the client narrowed its own view to
 * @param labels what the caller's task has touched so far
 */
public record Context(Caller caller, Client client, Instant time, Selection selection, Set<String> labels) {

    public Context {
        labels = Set.copyOf(labels);
    }
}
