package dev.lockkeeper.guard.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.util.function.LongSupplier;

/** Allowances in the memory of this process. */
public final class LocalAllowances implements Allowances {

    private final TimeMeter clock;

    /** @param nanos a clock for durations, such as {@code System::nanoTime} */
    public LocalAllowances(LongSupplier nanos) {
        // The library takes an overflow, which a clock for durations may have, for a clock that was set back for ever.
        long origin = nanos.getAsLong();
        this.clock = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.getAsLong() - origin;
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    @Override
    public Allowance of(String name, Rate rate) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.per()))
                .withCustomTimePrecision(clock)
                .build();
        return new Local(bucket, rate.count());
    }

    private record Local(Bucket bucket, long capacity) implements Allowance {

        @Override
        public long take(long many) {
            if (many > capacity) {
                return NEVER;
            }
            if (many <= 0) {
                return 0;
            }
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(many);
            return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
        }

        @Override
        public void charge(long many) {
            if (many > 0) {
                bucket.consumeIgnoringRateLimits(many);
            }
        }

        @Override
        public long owes() {
            EstimationProbe probe = bucket.estimateAbilityToConsume(1);
            return probe.canBeConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
        }

        @Override
        public boolean isFull() {
            return bucket.getAvailableTokens() >= capacity;
        }
    }
}
