package dev.lockkeeper.guard.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterDirection;

/**
 * One line as UAX 9 would order it. What changes the direction is in order where each embedding or isolate is closed on
 * its line, none stands inside of another, none overrides, and one that goes right to left has something in it that is
 * written so. Anything else makes a reader see another order than the machine (CVE-2021-42574).
 *
 * @param end where the line ends
 * @param rightToLeft whether anything in it is written right to left
 */
record BidiLine(int end, boolean rightToLeft, boolean ordered) {

    private static final char LRE = 0x202A;
    private static final char RLE = 0x202B;
    private static final char PDF = 0x202C;
    private static final char LRI = 0x2066;
    private static final char RLI = 0x2067;
    private static final char FSI = 0x2068;
    private static final char PDI = 0x2069;

    /** The line that holds the position. */
    static BidiLine around(String text, int position) {
        int start = position;
        while (start > 0 && !CodePoints.endsLine(text.charAt(start - 1))) {
            start--;
        }
        boolean rightToLeft = false;
        boolean inside = false;
        boolean ordered = true;
        char open = 0;
        int at = start;
        while (at < text.length() && !CodePoints.endsLine(text.charAt(at))) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (CodePoints.kind(codePoint) != CodePoints.BIDI) {
                boolean rtl = isRightToLeft(codePoint);
                rightToLeft |= rtl;
                inside |= rtl;
            } else if (!isMark(codePoint)) {
                char c = (char) codePoint;
                boolean closes = c == PDF || c == PDI;
                ordered &= closes ? isClosed(open, c) && (inside || open != RLE && open != RLI) : opens(c) && open == 0;
                open = closes ? 0 : c;
                inside = false;
            }
        }
        return new BidiLine(at, rightToLeft, ordered && open == 0);
    }

    /** Whether it is a mark of direction, which takes no room and encloses nothing. */
    static boolean isMark(int codePoint) {
        return codePoint == 0x200E || codePoint == 0x200F || codePoint == 0x061C;
    }

    private static boolean opens(char c) {
        return c == LRE || c == RLE || c == LRI || c == RLI || c == FSI;
    }

    private static boolean isClosed(char open, char closing) {
        return closing == PDF ? open == LRE || open == RLE : open == LRI || open == RLI || open == FSI;
    }

    private static boolean isRightToLeft(int codePoint) {
        if (codePoint < 0x590) {
            return false;
        }
        int direction = UCharacter.getDirection(codePoint);
        return direction == ECharacterDirection.RIGHT_TO_LEFT || direction == ECharacterDirection.RIGHT_TO_LEFT_ARABIC;
    }
}
