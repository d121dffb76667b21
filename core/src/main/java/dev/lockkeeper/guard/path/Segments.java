package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import org.jspecify.annotations.Nullable;

/** The names between the separators of a path, and how the path begins. */
final class Segments {

    private Segments() {}

    /** @param text not empty, with slashes for separators */
    static @Nullable Assessment objection(String text, PathStyle style) {
        int start = switch (style) {
            case POSIX -> text.charAt(0) == '/' ? 1 : 0;
            case WINDOWS -> WindowsNames.startsWithDrive(text) ? 3 : 0;
        };
        boolean head = start == 0;
        if (head && style == PathStyle.WINDOWS && text.charAt(0) == '/') {
            return Objection.NETWORK;
        }
        if (head && text.charAt(0) == '.' && (text.length() == 1 || text.charAt(1) == '/')) {
            // The one place for a dot of its own: where a relative path begins.
            start = Math.min(2, text.length());
        }
        boolean colons = text.indexOf(':', start) >= 0;
        while (start < text.length()) {
            int end = text.indexOf('/', start);
            end = end < 0 ? text.length() : end;
            Assessment objection = end == start ? Objection.EMPTY_SEGMENT : name(text, start, end);
            if (objection == null && colons) {
                objection = colon(text, start, end, head);
            }
            if (objection == null && head && text.charAt(start) == '~') {
                objection = Objection.TILDE;
            }
            if (objection == null && style == PathStyle.WINDOWS) {
                objection = WindowsNames.objection(text, start, end);
            }
            if (objection != null) {
                return objection;
            }
            head = false;
            start = end + 1;
        }
        return null;
    }

    private static @Nullable Assessment name(String text, int start, int end) {
        char first = text.charAt(start);
        if (first == '.' || first == '?' || first == '*') {
            return climbs(text, start, end) ? Objection.TRAVERSAL : blankAt(text, end - 1);
        }
        if (first == '-') {
            // Of any name, not only of the whole path: servers hand on what follows the root, or the last name alone.
            return Objection.OPTION;
        }
        if (first == '$'
                && start + 1 < end
                && Ascii.wordPart(text.charAt(start + 1))
                && !Ascii.digit(text.charAt(start + 1))) {
            return Objection.EXPANSION;
        }
        return blankAt(text, start) == null ? blankAt(text, end - 1) : Objection.BLANK;
    }

    /**
     * A lone dot, and what begins with two dots or with what a shell or Windows could expand to two: some servers cut off
     * what follows them.
     */
    private static boolean climbs(String text, int start, int end) {
        return end - start == 1 || ".?*".indexOf(text.charAt(start + 1)) >= 0;
    }

    // Who trims would name another file, or find .. and a root where there were none.
    private static @Nullable Assessment blankAt(String text, int at) {
        char c = text.charAt(at);
        return c == ' ' || c >= 0x80 && Character.isSpaceChar(c) ? Objection.BLANK : null;
    }

    private static @Nullable Assessment colon(String text, int start, int end, boolean head) {
        if (!Ascii.letter(text.charAt(start))) {
            return null;
        }
        int at = start + 1;
        while (at < end && (Ascii.wordPart(text.charAt(at)) || "+.-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == end || text.charAt(at) != ':') {
            return null;
        }
        if (at == start + 1) {
            return Objection.DRIVE;
        }
        return head || at == end - 1 ? Objection.SCHEME : null;
    }
}
