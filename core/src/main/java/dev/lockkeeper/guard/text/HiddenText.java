package dev.lockkeeper.guard.text;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds what is in a text and nobody sees: control sequences (ECMA-48), overrides of direction (UAX 9), characters
 * without a shape, tags, private-use and unassigned code points. Whatever a script or an emoji needs is no find: joiners
 * in Indic and Arabic words and in emoji, marks of direction in right-to-left text, flags, tabs, line breaks (LF and
 * CR LF), no-break spaces. Time is linear in the text. Immutable and thread-safe.
 */
public final class HiddenText {

    private final Set<HiddenFamily> families;

    /** @param families what is looked for; anything else is taken for text */
    public HiddenText(Set<HiddenFamily> families) {
        EnumSet<HiddenFamily> copy = EnumSet.noneOf(HiddenFamily.class);
        copy.addAll(families);
        this.families = java.util.Collections.unmodifiableSet(copy);
    }

    /** Looks for everything there is. */
    public static HiddenText everything() {
        return new HiddenText(EnumSet.allOf(HiddenFamily.class));
    }

    /** Whether anything is hidden in the text. Plain ASCII is answered in one pass without allocation. */
    public boolean present(String text) {
        return !isPlainAscii(text) && new HiddenScan(text, families).next();
    }

    /**
     * The text without what is hidden in it, and with everything else as it was; the same string where nothing is. Of a
     * control sequence all is taken, also its letters. Nothing is hidden in what is returned.
     */
    public String without(String text) {
        if (isPlainAscii(text)) {
            return text;
        }
        var scan = new HiddenScan(text, families);
        var kept = new StringBuilder();
        int from = 0;
        while (scan.next()) {
            kept.append(text, from, scan.start());
            from = scan.end();
        }
        return from == 0 ? text : kept.append(text, from, text.length()).toString();
    }

    /** How many things of each family are hidden in the text; a control sequence is one. Empty where nothing is. */
    public Map<HiddenFamily, Integer> found(String text) {
        if (isPlainAscii(text)) {
            return Map.of();
        }
        Map<HiddenFamily, Integer> counts = new EnumMap<>(HiddenFamily.class);
        for (var scan = new HiddenScan(text, families); scan.next(); ) {
            counts.merge(scan.family(), 1, Integer::sum);
        }
        return java.util.Collections.unmodifiableMap(counts);
    }

    /** Whether the text is printable ASCII, tabs and LF, where nothing can hide. */
    static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~' || c < ' ' && c != '\n' && c != '\t') {
                return false;
            }
        }
        return true;
    }
}
