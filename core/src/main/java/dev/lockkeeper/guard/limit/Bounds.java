package dev.lockkeeper.guard.limit;

import org.jspecify.annotations.Nullable;

/**
 * What holds for one caller, server or tool. A rate that is null and a number that is 0 are no limit.
 *
 * @param time in microseconds
 */
record Bounds(
        @Nullable Rate rate,
        int concurrency,
        @Nullable Rate bytesIn,
        @Nullable Rate bytesOut,
        @Nullable Rate time,
        long calls,
        long dailyCalls,
        long dailyBytes) {}
