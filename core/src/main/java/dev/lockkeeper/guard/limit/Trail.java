package dev.lockkeeper.guard.limit;

import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/** The last calls of one caller, in which loops are looked for. Bounded; thread-safe. */
final class Trail {

    /** How many calls are remembered at most. */
    static final int LONGEST = 256;

    private static final int SLOTS = 2 * LONGEST;

    // Made with the first call, since most meters have none.
    private long @Nullable [] steps;
    private int count;
    private int last = -1;

    private static final int DIGEST = 0;
    private static final int TOOL = 1;
    private static final int TIME = 2;
    private static final int READ = 3;
    private static final int WIDTH = 4;

    /**
     * Takes a call, unless it is one too many.
     *
     * @param digest of the server, the tool and the arguments
     * @param tool of the server and the tool
     * @param now by the clock for durations
     */
    synchronized @Nullable Full step(long digest, long tool, boolean read, long now, LoopLimits limits) {
        long window = limits.window().toNanos();
        long[] known = steps;
        if (known == null) {
            known = new long[LONGEST * WIDTH];
            steps = known;
        }
        Full full = identical(known, digest, read, now, window, limits);
        full = full == null ? pingPong(known, digest, tool, read, now, window, limits.pingPong()) : full;
        full = full == null ? fanOut(known, tool, now, window, limits) : full;
        if (full == null) {
            last = (last + 1) % LONGEST;
            int at = last * WIDTH;
            known[at + DIGEST] = digest;
            known[at + TOOL] = tool;
            known[at + TIME] = now;
            known[at + READ] = read ? 1 : 0;
            count = Math.min(LONGEST, count + 1);
        }
        return full;
    }

    /** Whether nothing of it matters any more. */
    synchronized boolean isCold(long now, long window) {
        return steps == null || count == 0 || now - steps[at(0) + TIME] > window;
    }

    private int at(int back) {
        return Math.floorMod(last - back, LONGEST) * WIDTH;
    }

    private @Nullable Full identical(
            long[] known, long digest, boolean read, long now, long window, LoopLimits limits) {
        int most = read ? limits.identicalReads() : limits.identical();
        if (most == 0) {
            return null;
        }
        int same = 0;
        for (int back = 0; back < count; back++) {
            int at = at(back);
            if (now - known[at + TIME] > window) {
                break;
            }
            if (known[at + DIGEST] == digest && ++same == most) {
                return new Full(
                        Reason.LIMIT_LOOP,
                        "The same call was made " + most + " times within " + Full.words(window)
                                + "; it looks like a loop. Do something else.",
                        left(known, at, now, window));
            }
        }
        return null;
    }

    // The call at hand would be the last of so many rounds: this, the other, this, the other…
    private @Nullable Full pingPong(
            long[] known, long digest, long tool, boolean read, long now, long window, int rounds) {
        if (rounds == 0 || count < 2 * rounds - 1) {
            return null;
        }
        int other = at(0);
        boolean twoTools = known[other + TOOL] != tool && known[other + DIGEST] != digest;
        boolean reads = read && known[other + READ] == 1;
        if (!twoTools || reads) {
            return null;
        }
        for (int back = 0; back < 2 * rounds - 1; back++) {
            int at = at(back);
            long expected = back % 2 == 0 ? known[other + DIGEST] : digest;
            if (known[at + DIGEST] != expected || now - known[at + TIME] > window) {
                return null;
            }
        }
        return new Full(
                Reason.LIMIT_LOOP,
                "Two calls take turns for " + rounds + " rounds; it looks like a loop. Do something else.",
                left(known, at(2 * rounds - 2), now, window));
    }

    private @Nullable Full fanOut(long[] known, long tool, long now, long window, LoopLimits limits) {
        int calls = limits.fanOutCalls();
        if (calls == 0 || count < calls || now - known[at(calls - 1) + TIME] > window) {
            return null;
        }
        long[] seen = new long[SLOTS];
        int different = note(seen, tool) ? 1 : 0;
        for (int back = 0; back < count && now - known[at(back) + TIME] <= window; back++) {
            different += note(seen, known[at(back) + TOOL]) ? 1 : 0;
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
        int slot = Math.floorMod(mark, SLOTS);
        while (seen[slot] != 0 && seen[slot] != mark) {
            slot = (slot + 1) % SLOTS;
        }
        boolean isNew = seen[slot] == 0;
        seen[slot] = mark;
        return isNew;
    }

    private static long left(long[] known, int at, long now, long window) {
        return Math.max(1, window - (now - known[at + TIME]) + 1);
    }
}
