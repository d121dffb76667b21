package dev.lockkeeper.gateway.session;

import dev.lockkeeper.guard.Selection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a transport says of a message beside its body.
 *
 * @param selection what it narrows the message to
 * @param parameters the arguments that the transport repeats, by the lower-case name that {@code x-mcp-header} gives
 *     them, decoded; null on a transport that repeats none
 * @param tasks whether who sends it could ask for a task that it makes
 */
public record TransportMetadata(
        Selection selection, @Nullable Map<String, String> parameters, boolean tasks) {

    /** A transport that says nothing. */
    public static final TransportMetadata NONE = new TransportMetadata(Selection.EVERYTHING, null);

    public TransportMetadata {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    public TransportMetadata(Selection selection, @Nullable Map<String, String> parameters) {
        this(selection, parameters, true);
    }

    /** The same, narrowed further. */
    public TransportMetadata and(Selection further) {
        return new TransportMetadata(selection.and(further), parameters, tasks);
    }
}
