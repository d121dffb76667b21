package dev.lockkeeper.guard.text;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;

/**
 * What a name may look like: that of a branch, table, key, user, package.
 *
 * @param characters allowed beside letters, digits and {@code . _ - / : @ + #}, one after the other
 * @param without of {@code . _ - / : @ + #}, those that are not allowed after all, one after the other
 * @param length in graphemes
 */
@Doc("What a name may look like: that of a branch, table, key, user, package.")
public record IdentifierSettings(
        @Doc("Characters that are allowed beside letters, digits and . _ - / : @ + #, such as \"~=\".") @Default("\"\"")
        String characters,

        @Doc("Which of . _ - / : @ + # are not allowed after all, such as \"/#\".") @Default("\"\"")
        String without,

        @Doc("How many characters, as a reader counts them.") @Default("128") @Range(min = 1, max = 4096)
        int length,

        @Doc("Whether spaces may stand between other characters.") @Default("false")
        boolean spaces,

        @Doc("Which scripts one name may mix.") @Default("highly-restrictive")
        Scripts scripts) {

    /** Restriction levels of UTS 39, section 5.2. */
    public enum Scripts {
        @Doc("ASCII alone.")
        ASCII,
        @Doc("One script, or Latin with the scripts of Chinese, Japanese or Korean.")
        HIGHLY_RESTRICTIVE,
        @Doc("One script, or Latin with any one other that is in common use, except Cyrillic and Greek.")
        MODERATELY_RESTRICTIVE
    }

    /** No more characters, 128 graphemes, no spaces, highly restrictive. */
    public static IdentifierSettings defaults() {
        return new IdentifierSettings("", "", 128, false, Scripts.HIGHLY_RESTRICTIVE);
    }
}
