package dev.lockkeeper.guard.text;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;

/**
 * What a regular expression in an argument may be.
 *
 * @param length in characters
 * @param repetition the largest count in braces
 * @param lookaround whether it may look ahead and, within a bounded width, behind
 */
@Doc("What a regular expression in an argument may be.")
public record RegexSettings(
        @Doc("How many characters.") @Default("1000") @Range(min = 1, max = 10_000)
        int length,

        @Doc("The largest count in braces, as in a{1000}.") @Default("1000") @Range(min = 1, max = 1000)
        int repetition,

        @Doc("Look-ahead and look-behind.") @Default("refuse")
        Lookaround lookaround) {

    /** Whether an expression may look around. */
    public enum Lookaround {
        REFUSE,
        ALLOW
    }

    /** 1,000 characters, counts up to 1,000, no look-around. */
    public static RegexSettings defaults() {
        return new RegexSettings(1000, 1000, Lookaround.REFUSE);
    }
}
