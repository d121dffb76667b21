package dev.lockkeeper.guard.text;

/** Puts a text together from bytes that may not be UTF-8 (RFC 3629), without waiting for the end to say so. */
final class Utf8Text {

    private final boolean controls;
    private final StringBuilder out = new StringBuilder();
    private int codePoint;
    private int missing;
    private int least;

    /** @param controls whether the text may have control characters beside tabs and line breaks, and what is no character */
    Utf8Text(boolean controls) {
        this.controls = controls;
    }

    /** Adds a byte; false where no text goes on so. */
    boolean add(int octet) {
        if (missing == 0) {
            return first(octet);
        }
        codePoint = codePoint << 6 | octet & 0x3F;
        if ((octet & 0xC0) != 0x80) {
            return false;
        }
        return --missing > 0 || put();
    }

    /** Whether the text ends with a whole character. */
    boolean isWhole() {
        return missing == 0;
    }

    String text() {
        return out.toString();
    }

    private boolean first(int octet) {
        missing = octet < 0x80 ? 0 : octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
        least = missing == 0 ? 0 : missing == 1 ? 0x80 : missing == 2 ? 0x800 : 0x10000;
        codePoint = missing == 0 ? octet : octet & 0x3F >> missing;
        return missing == 0 ? put() : octet >= 0xC2 && octet <= 0xF4;
    }

    private boolean put() {
        boolean character = codePoint >= least
                && codePoint <= Character.MAX_CODE_POINT
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
        if (!character || !controls && !isPrintable(codePoint)) {
            return false;
        }
        out.appendCodePoint(codePoint);
        return true;
    }

    private static boolean isPrintable(int codePoint) {
        return Character.isISOControl(codePoint)
                ? codePoint == '\t' || codePoint == '\n' || codePoint == '\r'
                : CodePoints.kind(codePoint) != CodePoints.UNASSIGNED;
    }
}
