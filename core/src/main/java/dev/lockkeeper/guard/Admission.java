package dev.lockkeeper.guard;

import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * Says whether there is room for an action, before any guard judges it. Unlike a {@link Guard} it remembers what it let
 * in, so it is asked once for each message and never for an explanation. Safe to call from many threads.
 */
public interface Admission {

    /** There is always room. */
    Admission OPEN = (action, message, readOnly, context) -> Entry.OPEN;

    /**
     * Lets a message in or not. What is let in counts, whatever the guards say of it afterwards.
     *
     * @param readOnly whether the policy calls the action so
     */
    Entry admit(Action action, Message message, boolean readOnly, Context context);

    /** Whether the answer to an action that was let in is stopped now; empty where it may go on. */
    default Optional<Entry.Shut> stopped(Action action, Context context) {
        return Optional.empty();
    }

    /** What became of a message that asked to be let in. */
    sealed interface Entry {

        Entry OPEN = new Open(Place.NONE);

        /** There is room: it may be judged. */
        record Open(Place place) implements Entry {}

        /**
         * There is none.
         *
         * @param message for the peer, with when to try again in words
         * @param cause for the journal only; empty where the message says it all
         * @param retryAfter when it makes sense to try again; zero where nobody knows
         * @param always whether it holds also where refusals are only recorded
         */
        record Shut(Reason reason, String message, String cause, Duration retryAfter, boolean always)
                implements Entry {}
    }
}
