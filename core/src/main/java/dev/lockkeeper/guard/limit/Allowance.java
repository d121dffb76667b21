package dev.lockkeeper.guard.limit;

/** What is left of a {@link Rate}; it comes back with time. Thread-safe. */
public interface Allowance {

    /** There will never be so much. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Takes so many, or nothing.
     *
     * @return 0 where they were taken; otherwise after how many nanoseconds they are there, or {@link #NEVER}
     */
    long take(long many);

    /** Takes so many, also those that are not there yet: what is owed comes back first. */
    void charge(long many);

    /** After how many nanoseconds nothing is owed and something is there; 0 where that is so. */
    long owes();

    /** Whether nothing of it is used. */
    boolean isFull();
}
