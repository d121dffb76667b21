package dev.lockkeeper.guard.text;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a free text may hold.
 *
 * @param length in graphemes, what a reader counts as one character (UAX 29); also 16 times as many UTF-16 units at most
 * @param bytes of one text in UTF-8: of a content that is written, about what it takes on a disk
 * @param marks combining marks in a row, which stack upon one character
 */
@Doc("What a free text may hold.")
public record TextSettings(
        @Doc("Terminal sequences and other control characters, CR alone.") @Default("refuse")
        Treatment controls,

        @Doc("Overrides of the direction of text, and embeddings and isolates that are out of order.")
        @Default("refuse")
        Treatment bidi,

        @Doc("Zero-width and other characters without a shape, where no script or emoji needs them.") @Default("refuse")
        Treatment invisible,

        @Doc("Tag characters, except in flags.") @Default("refuse")
        Treatment tags,

        @Doc("Private-use characters.") @Default("refuse") Treatment privateUse,

        @Doc("Code points that are no character.") @Default("refuse")
        Treatment unassigned,

        @Doc("How many characters, as a reader counts them.") @Default("100000") @Range(min = 1, max = 10_000_000)
        int length,

        @Doc("How many bytes in UTF-8, as a file of this text has them.")
        @Default("1048576")
        @Range(min = 1, max = 64 << 20)
        int bytes,

        @Doc("How many combining marks may stack upon one character.") @Default("8") @Range(min = 1, max = 100)
        int marks,

        @Doc("Whether the text may have more than one line.") @Default("many")
        Lines lines) {

    /** How many lines a text may have. */
    public enum Lines {
        ONE,
        MANY
    }

    /** Nothing hidden, many lines, 100,000 graphemes, 1 MiB, 8 marks. */
    public static TextSettings defaults() {
        Treatment no = Treatment.REFUSE;
        return new TextSettings(no, no, no, no, no, no, 100_000, 1 << 20, 8, Lines.MANY);
    }

    /** These settings with another treatment of one family. */
    public TextSettings with(HiddenFamily family, Treatment treatment) {
        return new TextSettings(
                family == HiddenFamily.CONTROLS ? treatment : controls,
                family == HiddenFamily.BIDI ? treatment : bidi,
                family == HiddenFamily.INVISIBLE ? treatment : invisible,
                family == HiddenFamily.TAGS ? treatment : tags,
                family == HiddenFamily.PRIVATE_USE ? treatment : privateUse,
                family == HiddenFamily.UNASSIGNED ? treatment : unassigned,
                length,
                bytes,
                marks,
                lines);
    }

    /** These settings with another length, in graphemes. */
    public TextSettings withLength(int most) {
        return new TextSettings(controls, bidi, invisible, tags, privateUse, unassigned, most, bytes, marks, lines);
    }

    /** These settings with another size, in bytes of UTF-8. */
    public TextSettings withBytes(int most) {
        return new TextSettings(controls, bidi, invisible, tags, privateUse, unassigned, length, most, marks, lines);
    }

    /** These settings with another number of combining marks in a row. */
    public TextSettings withMarks(int most) {
        return new TextSettings(controls, bidi, invisible, tags, privateUse, unassigned, length, bytes, most, lines);
    }

    /** These settings for one line or many. */
    public TextSettings withLines(Lines these) {
        return new TextSettings(controls, bidi, invisible, tags, privateUse, unassigned, length, bytes, marks, these);
    }

    /** The families that are treated so. */
    Set<HiddenFamily> those(Treatment treatment) {
        Set<HiddenFamily> those = EnumSet.noneOf(HiddenFamily.class);
        for (HiddenFamily family : HiddenFamily.values()) {
            if (treatment(family) == treatment) {
                those.add(family);
            }
        }
        return those;
    }

    private Treatment treatment(HiddenFamily family) {
        return switch (family) {
            case CONTROLS -> controls;
            case BIDI -> bidi;
            case INVISIBLE -> invisible;
            case TAGS -> tags;
            case PRIVATE_USE -> privateUse;
            case UNASSIGNED -> unassigned;
        };
    }
}
