package dev.lockkeeper.guard.result;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;

/** How large an answer may be. */
@Doc("How large an answer may be.")
public record SizeSettings(
        @Doc("The whole answer, in bytes of its JSON.") @Default("3145728") @Range(min = 1_024, max = Integer.MAX_VALUE)
        int bytes,

        @Doc("One text, in characters (UTF-16 code units); base64 is not counted.")
        @Default("1048576")
        @Range(min = 64, max = Integer.MAX_VALUE)
        int textChars,

        @Doc("Blocks of content, resources, messages or suggestions.")
        @Default("1000")
        @Range(min = 1, max = Integer.MAX_VALUE)
        int items,

        @Doc("Strings anywhere in the answer, names of members included.")
        @Default("100000")
        @Range(min = 16, max = Integer.MAX_VALUE)
        int strings,

        @Doc("Whether a text that is too long is cut, with a visible mark, instead of the answer being withheld.")
        @Default("false")
        boolean truncate) {

    public static final SizeSettings DEFAULT = new SizeSettings(3 << 20, 1 << 20, 1_000, 100_000, false);

    /** These settings, and whether what is too long is cut instead of refused. */
    public SizeSettings withTruncate(boolean cut) {
        return new SizeSettings(bytes, textChars, items, strings, cut);
    }
}
