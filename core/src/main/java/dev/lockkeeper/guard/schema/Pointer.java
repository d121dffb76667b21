package dev.lockkeeper.guard.schema;

import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** A place in a value, written as a JSON Pointer (RFC 6901) that is bounded and holds nothing unprintable. */
record Pointer(@Nullable Pointer parent, String token) {

    static final Pointer ROOT = new Pointer(null, "");

    private static final int LONGEST_TOKEN = 64;
    private static final int MOST_TOKENS = 8;

    static Pointer of(NodePath path, int length) {
        Pointer here = ROOT;
        for (int i = 0; i < length; i++) {
            here = here.down(path.getElement(i).toString());
        }
        return here;
    }

    Pointer down(String name) {
        return new Pointer(this, name);
    }

    @Override
    public String toString() {
        var tokens = new ArrayList<String>();
        for (Pointer here = this; here.parent != null; here = here.parent) {
            tokens.add(printable(here.token.replace("~", "~0").replace("/", "~1")));
        }
        Collections.reverse(tokens);
        if (tokens.isEmpty()) {
            return "/";
        }
        int hidden = tokens.size() - MOST_TOKENS;
        String shown = "/" + String.join("/", tokens.subList(Math.max(0, hidden), tokens.size()));
        return hidden > 0 ? "…" + shown : shown;
    }

    /** The text with whatever could hide or rearrange characters written as an escape, cut to a bounded length. */
    static String printable(String text) {
        var out = new StringBuilder();
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (out.length() >= LONGEST_TOKEN) {
                return out.append('…').toString();
            }
            if (codePoint >= 0x20 && codePoint < 0x7f || codePoint > 0xa0 && Character.isLetterOrDigit(codePoint)) {
                out.appendCodePoint(codePoint);
            } else {
                out.append(String.format("\\u{%x}", codePoint));
            }
        }
        return out.toString();
    }
}
