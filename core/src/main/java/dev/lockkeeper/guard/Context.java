package dev.lockkeeper.guard;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What surrounds an action.
 *
 * @param time by the clock that the engine was given
 * @param selection what the client narrowed its own view to
 * @param labels what the caller's task has touched so far
 * @param parameters what the transport repeats of the arguments, by lower-case name; bounded where it came in
 */
public record Context(
        Caller caller,
        Client client,
        Instant time,
        Selection selection,
        Set<String> labels,
        Map<String, String> parameters) {

    public Context {
        labels = Set.copyOf(labels);
        parameters = Map.copyOf(parameters);
    }

    /** Of a message whose transport repeats nothing. */
    public Context(Caller caller, Client client, Instant time, Selection selection, Set<String> labels) {
        this(caller, client, time, selection, labels, Map.of());
    }
}
