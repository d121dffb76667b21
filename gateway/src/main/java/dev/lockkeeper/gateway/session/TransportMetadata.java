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
 */
public record TransportMetadata(
        Selection selection, @Nullable Map<String, String> parameters) {

    /** A transport that says nothing. */
    public static final TransportMetadata NONE = new TransportMetadata(Selection.EVERYTHING, null);

    public TransportMetadata {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    /** The same, narrowed further. */
    public TransportMetadata and(Selection further) {
        return new TransportMetadata(selection.and(further), parameters);
    }
}
