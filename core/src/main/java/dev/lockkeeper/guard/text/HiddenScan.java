package dev.lockkeeper.guard.text;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes over one text once and stops at each thing that is hidden in it. Used by one thread. */
final class HiddenScan {

    private static final int BLACK_FLAG = 0x1F3F4;

    // England, Scotland, Wales: the only sequences of tags that are recommended for interchange (UTS 51).
    private static final String[] FLAGS = {tags("gbeng"), tags("gbsct"), tags("gbwls")};

    private final String text;
    private final Set<HiddenFamily> families;
    private int at;
    private int start;
    private HiddenFamily family = HiddenFamily.CONTROLS;

    // INVARIANT: the last two that are not hidden. So a text from which the hidden was taken has nothing hidden.
    private int previous = CodePoints.NONE;
    private int before = CodePoints.NONE;
    private BidiLine line = new BidiLine(0, false, true);

    /** @param families those that are stopped at; the others are text like any other */
    HiddenScan(String text, Set<HiddenFamily> families) {
        this.text = text;
        this.families = families;
    }

    /** Goes on to the next hidden thing; false at the end of the text. */
    boolean next() {
        while (at < text.length()) {
            start = at;
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            byte kind = CodePoints.kind(codePoint);
            HiddenFamily found = kind <= CodePoints.MARK ? null : judge(codePoint, kind);
            if (found != null && families.contains(found)) {
                family = found;
                return true;
            }
            before = previous;
            previous = codePoint;
        }
        return false;
    }

    /** Where the hidden thing starts. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return at;
    }

    HiddenFamily family() {
        return family;
    }

    private @Nullable HiddenFamily judge(int codePoint, byte kind) {
        return switch (kind) {
            case CodePoints.CONTROL -> control(codePoint);
            case CodePoints.BIDI -> isOrdered(codePoint) ? null : HiddenFamily.BIDI;
            case CodePoints.INVISIBLE ->
                Shapeless.isNeeded(codePoint, before, previous, following()) ? null : HiddenFamily.INVISIBLE;
            case CodePoints.TAG -> isFlag() ? null : HiddenFamily.TAGS;
            case CodePoints.PRIVATE_USE -> HiddenFamily.PRIVATE_USE;
            default -> HiddenFamily.UNASSIGNED;
        };
    }

    private int following() {
        return at < text.length() ? text.codePointAt(at) : CodePoints.NONE;
    }

    private @Nullable HiddenFamily control(int codePoint) {
        if (codePoint == '\r' && following() == '\n') {
            return null;
        }
        if (families.contains(HiddenFamily.CONTROLS)) {
            at = ControlSequence.end(text, start);
        }
        return HiddenFamily.CONTROLS;
    }

    private boolean isOrdered(int codePoint) {
        if (start >= line.end()) {
            line = BidiLine.around(text, start);
        }
        return BidiLine.isMark(codePoint) ? line.rightToLeft() && !BidiLine.isMark(previous) : line.ordered();
    }

    private boolean isFlag() {
        if (previous == BLACK_FLAG) {
            for (String flag : FLAGS) {
                if (text.startsWith(flag, start)) {
                    at = start + flag.length();
                    return true;
                }
            }
        }
        return false;
    }

    private static String tags(String letters) {
        var tags = new StringBuilder();
        letters.chars().forEach(letter -> tags.appendCodePoint(0xE0000 + letter));
        return tags.appendCodePoint(0xE007F).toString();
    }
}
