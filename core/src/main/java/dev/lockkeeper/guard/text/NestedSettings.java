package dev.lockkeeper.guard.text;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;

/**
 * How far a text is unfolded.
 *
 * @param depth how many codings within one another
 * @param pieces how many texts altogether
 */
@Doc("How far what is nested inside of a text is looked at.")
public record NestedSettings(
        @Doc("How many codings within one another, such as base64 in JSON in JSON.")
        @Default("3")
        @Range(min = 1, max = 10)
        int depth,

        @Doc("How many nested texts altogether.") @Default("256") @Range(min = 1, max = 100_000)
        int pieces) {

    /** Three codings, 256 pieces. */
    public static NestedSettings defaults() {
        return new NestedSettings(3, 256);
    }
}
