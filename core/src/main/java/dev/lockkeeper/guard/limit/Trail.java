package dev.lockkeeper.guard.limit;

import dev.lockkeeper.reason.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last calls of one caller, in which loops are looked for. Bounded; thread-safe. */
final class Trail {

    /** How many calls are remembered at most. */
    static final int LONGEST = 256;

    private static final int SLOTS = 2 * LONGEST;

    // Made with the first call, since most meters have none.
    private @Nullable Steps steps;
    private int count;
    private int last = -1;

    /** A ring for each thing that is remembered of a call. */
    private static final class Steps {
        private final long[] digests = new long[LONGEST];
        private final long[] tools = new long[LONGEST];
        private final long[] times = new long[LONGEST];
        private final boolean[] reads = new boolean[LONGEST];
        private final long[] seen = new long[SLOTS];
    }

    /**
     * Takes a call, unless it is one too many.
     *
     * @param digest of the server, the tool and the arguments
     * @param tool of the server and the tool
     * @param now by the clock for durations
     */
    synchronized @Nullable Full step(long digest, long tool, boolean read, long now, LoopLimits limits) {
        long window = limits.window().toNanos();
        Steps known = steps;
        if (known == null) {
            known = new Steps();
            steps = known;
        }
        int identical = read ? limits.identicalReads() : limits.identical();
        Full full = identical(known, digest, now, window, identical);
        full = full == null ? pingPong(known, digest, tool, read, now, window, limits.pingPong()) : full;
        full = full == null ? fanOut(known, tool, now, window, limits) : full;
        if (full == null) {
            last = last + 1 & LONGEST - 1;
            known.digests[last] = digest;
            known.tools[last] = tool;
            known.times[last] = now;
            known.reads[last] = read;
            count = Math.min(LONGEST, count + 1);
        }
        return full;
    }

    /** Whether nothing of it matters any more. */
    synchronized boolean isCold(long now, long window) {
        return steps == null || count == 0 || now - steps.times[at(0)] > window;
    }

    // INVARIANT: LONGEST is a power of two.
    private int at(int back) {
        return last - back & LONGEST - 1;
    }

    private @Nullable Full identical(Steps known, long digest, long now, long window, int most) {
        if (most == 0) {
            return null;
        }
        int same = 0;
        for (int i = 0; i < count; i++) {
            same += known.digests[i] == digest && now - known.times[i] <= window ? 1 : 0;
        }
        if (same < most) {
            return null;
        }
        int left = most;
        int back = -1;
        while (left > 0) {
            back++;
            left -= known.digests[at(back)] == digest ? 1 : 0;
        }
        return new Full(
                Reason.LIMIT_LOOP,
                "The same call was made " + most + " times within " + Full.words(window)
                        + "; it looks like a loop. Do something else.",
                left(known, at(back), now, window));
    }

    // The call at hand would be the last of so many rounds: this, the other, this, the other…
    private @Nullable Full pingPong(
            Steps known, long digest, long tool, boolean read, long now, long window, int rounds) {
        if (rounds == 0 || count < 2 * rounds - 1) {
            return null;
        }
        int other = at(0);
        boolean twoTools = known.tools[other] != tool && known.digests[other] != digest;
        if (!twoTools || read && known.reads[other]) {
            return null;
        }
        for (int back = 0; back < 2 * rounds - 1; back++) {
            int at = at(back);
            long expected = back % 2 == 0 ? known.digests[other] : digest;
            if (known.digests[at] != expected || now - known.times[at] > window) {
                return null;
            }
        }
        return new Full(
                Reason.LIMIT_LOOP,
                "Two calls take turns for " + rounds + " rounds; it looks like a loop. Do something else.",
                left(known, at(2 * rounds - 2), now, window));
    }

    private @Nullable Full fanOut(Steps known, long tool, long now, long window, LoopLimits limits) {
        int calls = limits.fanOutCalls();
        if (calls == 0 || count < calls || now - known.times[at(calls - 1)] > window) {
            return null;
        }
        Arrays.fill(known.seen, 0);
        int different = note(known.seen, tool) ? 1 : 0;
        for (int i = 0; i < count; i++) {
            different += now - known.times[i] <= window && note(known.seen, known.tools[i]) ? 1 : 0;
        }
        return different <= limits.fanOutTools()
                ? null
                : new Full(
                        Reason.LIMIT_LOOP,
                        "Too many calls of too many different tools within " + Full.words(window)
                                + ". Do less at once.",
                        left(known, at(calls - 1), now, window));
    }

    /** Whether it was not seen yet. */
    private static boolean note(long[] seen, long tool) {
        long mark = tool == 0 ? 1 : tool;
        int slot = (int) mark & SLOTS - 1;
        while (seen[slot] != 0 && seen[slot] != mark) {
            slot = slot + 1 & SLOTS - 1;
        }
        boolean isNew = seen[slot] == 0;
        seen[slot] = mark;
        return isNew;
    }

    private static long left(Steps known, int at, long now, long window) {
        return Math.max(1, window - (now - known.times[at]) + 1);
    }
}
