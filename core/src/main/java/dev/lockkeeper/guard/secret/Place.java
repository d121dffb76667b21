package dev.lockkeeper.guard.secret;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is. Written only where something is found.
 *
 * @param name of the member, or null for an element
 * @param index of the element
 */
record Place(@Nullable Place parent, @Nullable String name, int index) {

    static final Place ROOT = new Place(null, null, -1);
    private static final int LONGEST = 64;
    private static final int DEEPEST = 64;

    Place member(String below) {
        return new Place(this, below, -1);
    }

    Place element(int below) {
        return new Place(this, null, below);
    }

    @Override
    public String toString() {
        Deque<String> tokens = new ArrayDeque<>();
        for (Place here = this; here.parent != null && tokens.size() < DEEPEST; here = here.parent) {
            tokens.push(here.name == null ? String.valueOf(here.index) : printable(here.name));
        }
        return tokens.isEmpty() ? "" : "/" + String.join("/", tokens);
    }

    // Nothing that hides or rearranges characters, and no more than a name needs.
    private static String printable(String name) {
        var out = new StringBuilder();
        int codePoint;
        for (int i = 0; i < name.length(); i += Character.charCount(codePoint)) {
            codePoint = name.codePointAt(i);
            if (out.length() >= LONGEST) {
                return out.append('…').toString();
            }
            if (codePoint == '~') {
                out.append("~0");
            } else if (codePoint == '/') {
                out.append("~1");
            } else if (codePoint >= 0x20 && codePoint < 0x7f
                    || codePoint > 0xa0 && Character.isLetterOrDigit(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                out.append(String.format("\\u{%x}", codePoint));
            }
        }
        return out.toString();
    }
}
