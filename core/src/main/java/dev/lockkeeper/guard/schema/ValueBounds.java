package dev.lockkeeper.guard.schema;

/**
 * Bounds of argument values where the schema states none of the same kind. All are inclusive.
 *
 * @param stringChars one string, in Unicode code points as {@code maxLength} counts
 * @param arrayItems items of one array
 * @param members members of one object
 * @param smallestNumber the least number
 * @param largestNumber the greatest number
 */
public record ValueBounds(int stringChars, int arrayItems, int members, long smallestNumber, long largestNumber) {

    /** Integers that every JSON parser keeps exactly (RFC 7493, section 2.2), and sizes that fit common tools. */
    public static final ValueBounds DEFAULT =
            new ValueBounds(100_000, 1_000, 256, -9_007_199_254_740_991L, 9_007_199_254_740_991L);

    public ValueBounds {
        if (Math.min(stringChars, Math.min(arrayItems, members)) < 0 || smallestNumber > largestNumber) {
            throw new IllegalArgumentException("no bound is negative, and the range of numbers is not empty");
        }
    }
}
