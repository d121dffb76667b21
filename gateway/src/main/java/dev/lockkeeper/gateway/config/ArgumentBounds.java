package dev.lockkeeper.gateway.config;

import dev.lockkeeper.yaml.Checked;
import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;

/** Bounds of argument values where a tool's schema states none of the same kind; all are inclusive. */
@Doc("Bounds of argument values where a tool's schema states none.")
public record ArgumentBounds(
        @Doc("One string, in code points.") @Default("100000") @Range
        int stringChars,

        @Doc("Elements of one array.") @Default("1000") @Range
        int arrayItems,

        @Doc("Members of one object.") @Default("256") @Range
        int members,

        @Doc("The least number.") @Default("-9007199254740991")
        long smallestNumber,

        @Doc("The greatest number.") @Default("9007199254740991")
        long largestNumber)
        implements Checked {

    @Override
    public void check(Report report) {
        if (smallestNumber > largestNumber) {
            report.problem("smallest-number", "smallest-number is not above largest-number.");
        }
    }
}
