package dev.lockkeeper.guard.secret;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.reason.Reason;
import java.util.List;

/** What a {@link SecretGuard} makes of a result. */
public sealed interface Screening {

    /** Nothing that may not pass. */
    enum Clean implements Screening {
        CLEAN
    }

    /**
     * It passes with placeholders for what was found.
     *
     * @param value what may pass
     * @param found what was found, by place; at most {@value #MOST} entries
     */
    record Redacted(Json value, Reason reason, List<Found> found) implements Screening {}

    /**
     * It does not pass.
     *
     * @param message for the peer
     * @param found what was found, by place; at most {@value #MOST} entries
     */
    record Withheld(Reason reason, String message, List<Found> found) implements Screening {}

    /** More findings are not listed; they are treated all the same. */
    int MOST = 100;
}
