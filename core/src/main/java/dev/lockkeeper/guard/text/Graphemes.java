package dev.lockkeeper.guard.text;

import com.ibm.icu.text.BreakIterator;
import java.util.Locale;

/** Counts what a reader counts (UAX 29), in time linear in the text. */
final class Graphemes {

    // A family of four with skin tones and joiners fits, and what goes on joining without end does not.
    private static final int UNITS = 16;

    private Graphemes() {}

    /** Whether the text has more graphemes than this, or more than 16 UTF-16 units for each. */
    static boolean exceed(String text, int most) {
        if (text.length() <= most) {
            return false;
        }
        if (text.length() > (long) most * UNITS || HiddenText.isPlainAscii(text)) {
            return true;
        }
        BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(text);
        int count = 0;
        while (count <= most && graphemes.next() != BreakIterator.DONE) {
            count++;
        }
        return count > most;
    }

    /** Where more combining marks follow one another than this, or -1; characters without a shape between them do not count. */
    static int marksBeyond(String text, int most) {
        int row = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            byte kind = CodePoints.kind(codePoint);
            row = kind == CodePoints.MARK ? row + 1 : kind == CodePoints.INVISIBLE ? row : 0;
            if (row > most) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return -1;
    }
}
