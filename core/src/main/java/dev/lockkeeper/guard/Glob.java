package dev.lockkeeper.guard;

import java.util.Arrays;

/**
 * A pattern over names: {@code *} is any run of characters, {@code ?} is one UTF-16 code unit, everything else is
 * itself. In a pattern over URIs {@code *} and {@code ?} stop at a slash and {@code **} does not. Matching takes time in
 * proportion to pattern length times text length at most. Case matters.
 */
public record Glob(String pattern, boolean segments) {

    /** A pattern over names, where a slash is a character like any other. */
    public static Glob name(String pattern) {
        return new Glob(pattern, false);
    }

    /** A pattern over URIs, where {@code *} stops at a slash. */
    public static Glob uri(String pattern) {
        return new Glob(pattern, true);
    }

    /** Whether the whole text is as the pattern says. */
    public boolean matches(String text) {
        int wildcard = wildcard();
        if (wildcard == pattern.length()) {
            return pattern.equals(text);
        }
        if (wildcard == pattern.length() - 1 && pattern.charAt(wildcard) == '*') {
            // The commonest form: a beginning, and whatever follows.
            return text.startsWith(pattern.substring(0, wildcard)) && (!segments || text.indexOf('/', wildcard) < 0);
        }
        return run(text);
    }

    /** Whether there is a text as the pattern says that begins with this one. */
    public boolean matchesSomeBeginning(String beginning) {
        for (boolean reached : positions(beginning)) {
            if (reached) {
                return true;
            }
        }
        return false;
    }

    private int wildcard() {
        int at = 0;
        while (at < pattern.length() && pattern.charAt(at) != '*' && pattern.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    private boolean run(String text) {
        return positions(text)[pattern.length()];
    }

    /** The set of pattern positions reachable after the text, found character by character: no backtracking. */
    private boolean[] positions(String text) {
        int length = pattern.length();
        boolean[] now = new boolean[length + 1];
        boolean[] next = new boolean[length + 1];
        now[0] = true;
        skipStars(now);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            Arrays.fill(next, false);
            for (int p = 0; p < length; p++) {
                if (!now[p]) {
                    continue;
                }
                char want = pattern.charAt(p);
                boolean crosses = !segments || c != '/';
                if (want == '*') {
                    boolean twice =
                            p + 1 < length && pattern.charAt(p + 1) == '*' || p > 0 && pattern.charAt(p - 1) == '*';
                    next[p] |= crosses || twice;
                } else {
                    next[p + 1] |= want == '?' ? crosses : want == c;
                }
            }
            skipStars(next);
            boolean[] spare = now;
            now = next;
            next = spare;
        }
        return now;
    }

    private void skipStars(boolean[] positions) {
        for (int p = 0; p < pattern.length(); p++) {
            if (positions[p] && pattern.charAt(p) == '*') {
                positions[p + 1] = true;
            }
        }
    }
}
