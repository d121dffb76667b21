package dev.lockkeeper.guard.shell;

import org.jspecify.annotations.Nullable;

/** Lines of a file as {@code git log -L} takes them, but for ranges that are found by an expression. */
final class LineRange {

    private LineRange() {}

    /** The file; null where this is no range. */
    static @Nullable String file(String word) {
        int colon = word.indexOf(':');
        if (colon == 0) {
            colon = word.indexOf(':', 1);
            // Git skips what a backslash stands before, a colon too.
            return colon <= 1 || word.lastIndexOf('\\', colon) >= 0 ? null : word.substring(colon + 1);
        }
        for (int i = 0; i < colon; i++) {
            if (!Characters.digit(word.charAt(i)) && ",+-".indexOf(word.charAt(i)) < 0) {
                return null;
            }
        }
        return colon < 0 ? null : word.substring(colon + 1);
    }
}
