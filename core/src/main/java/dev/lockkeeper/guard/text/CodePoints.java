package dev.lockkeeper.guard.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;

/** What a code point is, as far as hiding goes. Below U+10000 one look into a table. */
final class CodePoints {

    /** No code point at all: before the first and after the last. */
    static final int NONE = -1;

    static final byte PLAIN = 0;
    static final byte MARK = 1;
    static final byte CONTROL = 2;
    static final byte BIDI = 3;
    static final byte INVISIBLE = 4;
    static final byte TAG = 5;
    static final byte PRIVATE_USE = 6;
    static final byte UNASSIGNED = 7;

    private static final byte[] BASIC = new byte[0x10000];

    static {
        for (int codePoint = 0; codePoint < BASIC.length; codePoint++) {
            BASIC[codePoint] = find(codePoint);
        }
    }

    private CodePoints() {}

    static byte kind(int codePoint) {
        return codePoint < BASIC.length ? BASIC[codePoint] : find(codePoint);
    }

    private static byte find(int codePoint) {
        if (codePoint == '\t' || codePoint == '\n') {
            return PLAIN;
        }
        if (codePoint >= 0xE0000 && codePoint <= 0xE007F) {
            return TAG;
        }
        if (codePoint >= 0xFFF9 && codePoint <= 0xFFFB || codePoint == BLANK_BRAILLE) {
            return INVISIBLE;
        }
        if (UCharacter.hasBinaryProperty(codePoint, UProperty.BIDI_CONTROL)) {
            return BIDI;
        }
        return switch ((byte) UCharacter.getType(codePoint)) {
            case UCharacterCategory.CONTROL -> CONTROL;
            case UCharacterCategory.PRIVATE_USE -> PRIVATE_USE;
            case UCharacterCategory.UNASSIGNED, UCharacterCategory.SURROGATE -> UNASSIGNED;
            default ->
                UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                        ? INVISIBLE
                        : isMark(codePoint) ? MARK : PLAIN;
        };
    }

    /** Looks like a space, and is a letter to every program. */
    static final int BLANK_BRAILLE = 0x2800;

    static boolean isMark(int codePoint) {
        return switch ((byte) UCharacter.getType(codePoint)) {
            case UCharacterCategory.NON_SPACING_MARK,
                    UCharacterCategory.ENCLOSING_MARK,
                    UCharacterCategory.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** Whether a line ends with this character, in any program's reading. */
    static boolean endsLine(char c) {
        return c >= '\n' && c <= '\r' || c >= 0x1C && c <= 0x1E || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
