package dev.lockkeeper.gateway.front;

import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Refusal;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what the entrance refuses. Refusals of known callers are all recorded. Of nobody in particular only so many a
 * minute are, and the rest is counted and recorded as one sum, so that a flood cannot fill the disk. Thread-safe.
 */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final Decider decider;
    private final LongSupplier nanos;
    private final int perMinute;
    private final Map<Reason, Long> suppressed = new EnumMap<>(Reason.class);
    private long windowStart;
    private int recorded;

    Refusals(Decider decider, LongSupplier nanos, int perMinute) {
        this.decider = decider;
        this.nanos = nanos;
        this.perMinute = perMinute;
        this.windowStart = nanos.getAsLong();
    }

    /** The refusal of an authenticated caller. */
    Refusal of(Caller caller, Reason reason, String message, JsonObject circumstances) {
        return decider.refuse(
                reason, message, JsonObject.EMPTY.with("caller", caller.key()).with("http", circumstances));
    }

    /** The refusal of who did not authenticate; its reference is empty where it was only counted. */
    Refusal ofNobody(Reason reason, String message, JsonObject circumstances) {
        summarise(false);
        synchronized (this) {
            if (recorded >= perMinute) {
                suppressed.merge(reason, 1L, Long::sum);
                return new Refusal(reason, message, "");
            }
            recorded++;
        }
        return decider.refuse(reason, message, JsonObject.EMPTY.with("http", circumstances));
    }

    /**
     * Records the sum of what was only counted, once its minute is over.
     *
     * @param now whether to do so before the minute is over
     */
    void summarise(boolean now) {
        JsonObject counts = JsonObject.EMPTY;
        synchronized (this) {
            if (!now && nanos.getAsLong() - windowStart < WINDOW_NANOS) {
                return;
            }
            for (var entry : suppressed.entrySet()) {
                counts = counts.with(entry.getKey().code(), JsonNumber.of(entry.getValue()));
            }
            suppressed.clear();
            recorded = 0;
            windowStart = nanos.getAsLong();
        }
        if (!counts.members().isEmpty()) {
            try {
                decider.note("refusals", JsonObject.EMPTY.with("unrecorded", counts));
            } catch (JournalUnavailable e) {
                LOG.warn("The journal cannot take the sum of refusals: {}", counts.text());
            }
        }
    }
}
