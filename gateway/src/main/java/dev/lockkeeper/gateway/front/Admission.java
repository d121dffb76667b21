package dev.lockkeeper.gateway.front;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.reason.Reason;
import java.util.HashMap;
import java.util.Map;

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
    synchronized Place enter(Caller caller) throws HttpRefused {
        int own = perCaller.getOrDefault(caller.key(), 0);
        if (all >= most || own >= mostPerCaller) {
            throw new HttpRefused(503, Reason.HTTP_BUSY, "Too much is under way; try again in a moment.")
                    .header("Retry-After", "1");
        }
        all++;
        perCaller.put(caller.key(), own + 1);
        return () -> leave(caller.key());
    }

    private synchronized void leave(String key) {
        all--;
        perCaller.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    /** A place that is taken. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
