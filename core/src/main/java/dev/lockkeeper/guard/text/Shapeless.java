package dev.lockkeeper.guard.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;

/**
 * Where a character without a shape has work to do: joining emoji, shaping letters, choosing a form. The rules are those
 * of RFC 5892, appendices A.1 and A.2, of UTS 51 and of the standardized variation sequences, each a little wider than
 * the letter of the rule, and never for two such characters in a row.
 */
final class Shapeless {

    private static final int COMBINING_JOINER = 0x034F;
    private static final int SOFT_HYPHEN = 0x00AD;
    private static final int ZERO_WIDTH_SPACE = 0x200B;
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int TEXT_FORM = 0xFE0E;
    private static final int EMOJI_FORM = 0xFE0F;
    private static final int KEYCAP = 0x20E3;
    private static final int VIRAMA = 9;

    private Shapeless() {}

    /**
     * Whether the character does something here.
     *
     * @param before the one before the previous
     * @param previous the last one that is not hidden itself
     * @param next the one that follows
     */
    static boolean isNeeded(int codePoint, int before, int previous, int next) {
        return switch (codePoint) {
            case JOINER -> joinsEmoji(previous, next) || joinsLetters(previous, next, true);
            case NON_JOINER -> joinsLetters(previous, next, false);
            case SOFT_HYPHEN -> isLetter(previous) && isLetter(next) && before != SOFT_HYPHEN;
            case ZERO_WIDTH_SPACE -> hasNoSpaces(previous) && hasNoSpaces(next);
            case COMBINING_JOINER -> isPlainMark(previous) && isPlainMark(next);
            case CodePoints.BLANK_BRAILLE -> isBraille(previous) || isBraille(next);
            case EMOJI_FORM, TEXT_FORM ->
                previous < 0x80
                        ? next == KEYCAP && (previous >= '0' && previous <= '9' || previous == '#' || previous == '*')
                        : isPictograph(previous);
            case 0x115F -> next > 0x1160 && next <= 0x11A7;
            case 0x1160 -> previous >= 0x1100 && previous < 0x115F || previous >= 0xA960 && previous <= 0xA97C;
            case 0x180B, 0x180C, 0x180D, 0x180E, 0x180F -> script(previous) == UScript.MONGOLIAN;
            default -> choosesForm(codePoint, previous) || isMusic(codePoint) && isMusic(previous);
        };
    }

    private static boolean joinsEmoji(int previous, int next) {
        boolean emoji = isPictograph(previous) || previous == EMOJI_FORM || isSkinTone(previous);
        return emoji && isSeen(next) && has(next, UProperty.EXTENDED_PICTOGRAPHIC);
    }

    private static boolean joinsLetters(int previous, int next, boolean joiner) {
        int script = script(previous);
        if (!shapesLetters(script)) {
            return false;
        }
        boolean follows = isPlainMark(next) || isSeen(next) && script(next) == script;
        boolean atEnd = UCharacter.getCombiningClass(previous) == VIRAMA || joiner && script == UScript.ARABIC;
        return (follows || atEnd) && isSeen(previous);
    }

    private static boolean shapesLetters(int script) {
        return switch (script) {
            case UScript.ARABIC,
                    UScript.SYRIAC,
                    UScript.MANDAIC,
                    UScript.MANICHAEAN,
                    UScript.NKO,
                    UScript.MONGOLIAN,
                    UScript.DEVANAGARI,
                    UScript.BENGALI,
                    UScript.GURMUKHI,
                    UScript.GUJARATI,
                    UScript.ORIYA,
                    UScript.TAMIL,
                    UScript.TELUGU,
                    UScript.KANNADA,
                    UScript.MALAYALAM,
                    UScript.SINHALA,
                    UScript.KHMER,
                    UScript.MYANMAR,
                    UScript.TIBETAN,
                    UScript.BALINESE,
                    UScript.JAVANESE,
                    UScript.GRANTHA,
                    UScript.ADLAM,
                    UScript.HANIFI_ROHINGYA -> true;
            default -> false;
        };
    }

    // U+FE00 to U+FE02 choose among forms of ideographs, of operators and in a few scripts, U+E0100 and what follows
    // among those of ideographs. The registered sequences end long before U+E0130; what is left carries bytes.
    private static boolean choosesForm(int codePoint, int previous) {
        boolean ideograph = has(previous, UProperty.IDEOGRAPHIC);
        if (codePoint >= 0xE0100 && codePoint < 0xE0130) {
            return ideograph;
        }
        if (codePoint < 0xFE00 || codePoint > 0xFE06 || previous < 0x80) {
            return false;
        }
        int script = script(previous);
        return script == UScript.EGYPTIAN_HIEROGLYPHS
                || codePoint <= 0xFE02
                        && (ideograph
                                || script == UScript.MYANMAR
                                || script == UScript.PHAGS_PA
                                || script == UScript.MANICHAEAN
                                || UCharacter.getType(previous) == com.ibm.icu.lang.UCharacterCategory.MATH_SYMBOL);
    }

    private static boolean hasNoSpaces(int codePoint) {
        return isSeen(codePoint)
                && switch (script(codePoint)) {
                    case UScript.THAI,
                            UScript.LAO,
                            UScript.KHMER,
                            UScript.MYANMAR,
                            UScript.TIBETAN,
                            UScript.NEW_TAI_LUE -> true;
                    default -> false;
                };
    }

    private static boolean isMusic(int codePoint) {
        return codePoint >= 0x1D100 && codePoint <= 0x1D1FF;
    }

    private static boolean isBraille(int codePoint) {
        return codePoint > CodePoints.BLANK_BRAILLE && codePoint <= 0x28FF;
    }

    private static boolean isSkinTone(int codePoint) {
        return codePoint >= 0x1F3FB && codePoint <= 0x1F3FF;
    }

    private static boolean isPictograph(int codePoint) {
        return has(codePoint, UProperty.EXTENDED_PICTOGRAPHIC) || has(codePoint, UProperty.EMOJI);
    }

    // INVARIANT: what follows is never hidden itself, or taking it away would change this answer.
    private static boolean isSeen(int codePoint) {
        return codePoint >= 0 && CodePoints.kind(codePoint) <= CodePoints.MARK;
    }

    private static boolean isPlainMark(int codePoint) {
        return codePoint >= 0 && CodePoints.kind(codePoint) == CodePoints.MARK;
    }

    private static boolean isLetter(int codePoint) {
        return isSeen(codePoint) && UCharacter.isLetter(codePoint);
    }

    private static int script(int codePoint) {
        return codePoint < 0 ? UScript.COMMON : UScript.getScript(codePoint);
    }

    private static boolean has(int codePoint, int property) {
        return codePoint >= 0 && UCharacter.hasBinaryProperty(codePoint, property);
    }
}
