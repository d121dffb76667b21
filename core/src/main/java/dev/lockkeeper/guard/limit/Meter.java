package dev.lockkeeper.guard.limit;

import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one caller, server or tool has used of its {@link Bounds}. Equal only to itself; thread-safe. */
final class Meter {

    private static final long DAY_SECONDS = 86_400;
    /** When a place may be free again, nobody knows; a moment is a fair guess. */
    private static final long MOMENT = 1_000_000_000L;

    private static final long MICRO = 1_000;

    private final Per per;
    private final Bounds bounds;
    private final @Nullable Allowance rate;
    private final @Nullable Allowance bytesIn;
    private final @Nullable Allowance bytesOut;
    private final @Nullable Allowance serverTime;
    private final Trail trail = new Trail();

    private int users;
    private boolean retired;
    private int underWay;

    /** Nanoseconds that calls took and that are not charged yet, as they were at {@link #counted}. */
    private long spent;

    private long counted;
    private long day = Long.MIN_VALUE;
    private long callsOfDay;
    private long bytesOfDay;
    private long callsOfTask;
    private long lastCall;

    Meter(MeterKey key, Bounds bounds, Allowances allowances) {
        this.per = key.per();
        this.bounds = bounds;
        this.rate = allowance(key, "rate", bounds.rate(), allowances);
        this.bytesIn = allowance(key, "in", bounds.bytesIn(), allowances);
        this.bytesOut = allowance(key, "out", bounds.bytesOut(), allowances);
        this.serverTime = allowance(key, "time", bounds.time(), allowances);
    }

    private static @Nullable Allowance allowance(MeterKey key, String what, @Nullable Rate rate, Allowances source) {
        return rate == null ? null : source.of(what + " " + key, rate);
    }

    Bounds bounds() {
        return bounds;
    }

    /** The last calls, where they are those of one caller. */
    Trail trail() {
        return trail;
    }

    /** Keeps it from being forgotten until {@link #leave}; false where it is forgotten already. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void leave() {
        users--;
    }

    /** Takes what any message costs; what is taken stays taken, also where something else has run out. */
    @Nullable Full message(long bytes) {
        long wait = rate == null ? 0 : rate.take(1);
        if (wait > 0) {
            return new Full(Reason.LIMIT_RATE, "The rate " + per.words() + " is used up.", wait);
        }
        wait = bytesOut == null ? 0 : bytesOut.owes();
        if (wait > 0) {
            return new Full(Reason.LIMIT_BYTES, "The bytes of answers " + per.words() + " are used up.", wait);
        }
        wait = bytesIn == null ? 0 : bytesIn.take(bytes);
        if (wait == Allowance.NEVER) {
            return new Full(
                    Reason.LIMIT_BYTES,
                    "The message is larger than the limit " + per.words() + " ever lets pass.",
                    wait);
        }
        return wait > 0
                ? new Full(Reason.LIMIT_BYTES, "The bytes of messages " + per.words() + " are used up.", wait)
                : null;
    }

    /**
     * Whether there is time of servers left, which is paid for afterwards; that of calls under way is counted until now.
     *
     * @param now by the clock for durations
     */
    @Nullable Full time(long now) {
        if (serverTime == null) {
            return null;
        }
        // INVARIANT: an allowance may be in a store that others share, so it is not asked under the lock.
        serverTime.charge(spent(now, 0));
        long wait = serverTime.owes();
        return wait == 0
                ? null
                : new Full(Reason.LIMIT_TIME, "The time that calls " + per.words() + " may take is used up.", wait);
    }

    /** The microseconds that are not charged yet, after which so many calls more are under way. */
    private synchronized long spent(long now, int more) {
        count(now);
        underWay += more;
        long micros = spent / MICRO;
        spent %= MICRO;
        return micros;
    }

    // Each moment counts as often as there are calls under way.
    private void count(long now) {
        if (underWay == 0 || now - counted > 0) {
            spent += underWay * (now - counted);
            counted = now;
        }
    }

    /**
     * Takes what a call costs besides, and a place, which {@link #end} gives back.
     *
     * @param now by the clock for durations
     * @param taskPause in nanoseconds
     */
    synchronized @Nullable Full call(long bytes, Instant time, long now, long taskPause) {
        newDay(time);
        if (bounds.concurrency() > 0 && underWay >= bounds.concurrency()) {
            return new Full(
                    Reason.LIMIT_CONCURRENCY,
                    "Too many calls " + per.words() + " are under way; wait for one of them.",
                    MOMENT);
        }
        if (bounds.dailyCalls() > 0 && callsOfDay >= bounds.dailyCalls()) {
            return new Full(
                    Reason.LIMIT_BUDGET, "The day's calls " + per.words() + " are used up.", untilMidnight(time));
        }
        if (bounds.dailyBytes() > 0 && bytesOfDay + bytes > bounds.dailyBytes()) {
            return new Full(
                    Reason.LIMIT_BUDGET, "The day's bytes " + per.words() + " are used up.", untilMidnight(time));
        }
        if (now - lastCall > taskPause) {
            callsOfTask = 0;
        }
        if (bounds.calls() > 0 && callsOfTask >= bounds.calls()) {
            return new Full(
                    Reason.LIMIT_CALLS,
                    "The calls " + per.words() + " are used up; make a pause.",
                    Math.max(1, taskPause - (now - lastCall) + 1));
        }
        lastCall = now;
        callsOfTask++;
        callsOfDay++;
        bytesOfDay += bytes;
        count(now);
        underWay++;
        return null;
    }

    /** The server answered with so many bytes. */
    void answered(long bytes) {
        if (bytesOut != null) {
            bytesOut.charge(bytes);
        }
        synchronized (this) {
            bytesOfDay += bytes;
        }
    }

    /**
     * A call is over.
     *
     * @param now by the clock for durations
     */
    void end(long now) {
        long micros = spent(now, -1);
        if (serverTime != null) {
            serverTime.charge(micros);
        }
    }

    synchronized int underWay() {
        return underWay;
    }

    /**
     * Marks it as forgotten if a new one would be in the same state. INVARIANT: forgetting gives nobody anything back.
     *
     * @param window how long a trail matters, in nanoseconds
     */
    synchronized boolean retire(Instant time, long now, long taskPause, long window) {
        newDay(time);
        boolean asNew = users == 0
                && underWay == 0
                && (bounds.dailyCalls() == 0 || callsOfDay == 0)
                && (bounds.dailyBytes() == 0 || bytesOfDay == 0)
                && (bounds.calls() == 0 || callsOfTask == 0 || now - lastCall > taskPause)
                && full(rate)
                && full(bytesIn)
                && full(bytesOut)
                && full(serverTime)
                && trail.isCold(now, window);
        retired |= asNew;
        return asNew;
    }

    private static boolean full(@Nullable Allowance allowance) {
        return allowance == null || allowance.isFull();
    }

    // A clock that is set back does not bring a budget back.
    private void newDay(Instant time) {
        long today = Math.floorDiv(time.getEpochSecond(), DAY_SECONDS);
        if (today > day) {
            day = today;
            callsOfDay = 0;
            bytesOfDay = 0;
        }
    }

    private static long untilMidnight(Instant time) {
        long left = DAY_SECONDS - Math.floorMod(time.getEpochSecond(), DAY_SECONDS);
        return left * 1_000_000_000L - time.getNano();
    }
}
