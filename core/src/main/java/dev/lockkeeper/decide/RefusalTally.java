package dev.lockkeeper.decide;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Which refusals for want of room are recorded one by one: the first of each caller, server and reason within a minute.
 * The others are counted, and recorded as one sum. INVARIANT: each is in exactly one record. Thread-safe.
 */
final class RefusalTally {

    /** How many of a kind are recorded one by one within a minute. */
    static final int EACH = 10;

    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final int MOST_KINDS = 10_000;

    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Map<Kind, Window> windows = new HashMap<>();
    private long looked;

    /** Refusals that are counted together; those of callers beyond the bound have no names. */
    record Kind(String caller, String server, Reason reason) {}

    private static final class Window {
        private final long start;
        private int recorded;
        private long counted;

        Window(long start) {
            this.start = start;
        }

        boolean over(long now) {
            return now - start >= WINDOW_NANOS;
        }
    }

    /** How many refusals of a kind were counted only. */
    record Sum(Kind kind, long count) {

        JsonObject toJson() {
            return JsonObject.EMPTY
                    .with("caller", kind.caller())
                    .with("server", kind.server())
                    .with("reason", kind.reason().code())
                    .with("unrecorded", JsonNumber.of(count));
        }
    }

    /** Whether a refusal is to be recorded; otherwise it has been counted. */
    synchronized boolean takes(Kind kind, long now) {
        Kind known = windows.size() < MOST_KINDS || windows.containsKey(kind) ? kind : new Kind("", "", kind.reason());
        Window window = windows.computeIfAbsent(known, any -> new Window(now));
        if (window.over(now) && window.counted == 0) {
            window = new Window(now);
            windows.put(known, window);
        }
        if (window.recorded < EACH) {
            window.recorded++;
            return true;
        }
        window.counted++;
        return false;
    }

    /**
     * Takes out the sums of the minutes that are over.
     *
     * @param all also of those that are not
     */
    synchronized List<Sum> sums(long now, boolean all) {
        // Not with each refusal of a flood.
        if (!all && now - looked < LOOK_NANOS && looked != 0) {
            return List.of();
        }
        looked = now;
        List<Sum> sums = new ArrayList<>();
        for (Iterator<Map.Entry<Kind, Window>> each = windows.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Kind, Window> entry = each.next();
            if (all || entry.getValue().over(now)) {
                if (entry.getValue().counted > 0) {
                    sums.add(new Sum(entry.getKey(), entry.getValue().counted));
                }
                each.remove();
            }
        }
        return sums;
    }

    /** Puts a sum back that could not be recorded. */
    synchronized void back(Sum sum, long now) {
        windows.computeIfAbsent(sum.kind(), any -> new Window(now)).counted += sum.count();
    }
}
