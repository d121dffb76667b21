package dev.lockkeeper.guard;

import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/** How many hosts the values of one call have named, which somebody may have to look up. For one call, by one thread. */
public final class Lookups {

    /** How many there may be in one call. */
    public static final int MOST = 64;

    private int named;

    /** Counts one more; a refusal with {@code arguments.bound} where there were enough. */
    public @Nullable Assessment another() {
        if (named == MOST) {
            return Assessment.unfit(
                    Reason.ARGUMENTS_BOUND, "one call may name at most " + MOST + " hosts; send several.");
        }
        named++;
        return null;
    }
}
