package dev.lockkeeper.gateway.front;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.reason.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds what is under way at once, in all and for each caller, so that one caller leaves room for the others. */
final class Admission {

    private final int most;
    private final int mostPerCaller;
    private final Map<String, Integer> perCaller = new HashMap<>();
    private int all;

    Admission(int most, int mostPerCaller) {
        this.most = most;
        this.mostPerCaller = mostPerCaller;
    }

    /** Takes a place, which closing the result gives back. */
    Place enter(Caller caller) throws HttpRefused {
        return enter(caller, 1);
    }

    /** Takes so many places or none. */
    synchronized Place enter(Caller caller, int places) throws HttpRefused {
        int own = perCaller.getOrDefault(caller.key(), 0);
        if (places > most - all || places > mostPerCaller - own) {
            throw new HttpRefused(503, Reason.HTTP_BUSY, "Too much is under way; try again in a moment.")
                    .header("Retry-After", "1");
        }
        all += places;
        perCaller.put(caller.key(), own + places);
        var left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave(caller.key(), places);
            }
        };
    }

    private synchronized void leave(String key, int places) {
        all -= places;
        perCaller.computeIfPresent(key, (same, count) -> count == places ? null : count - places);
    }

    /** A place that is taken. Closing it again changes nothing. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
