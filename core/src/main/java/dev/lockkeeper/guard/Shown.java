package dev.lockkeeper.guard;

import java.util.List;

/** Names and places that a peer chose, written so that they can stand in a message: bounded, and with nothing hidden. */
public final class Shown {

    private static final int LONGEST_NAME = 64;
    private static final int MOST_TOKENS = 8;

    private Shown() {}

    /** A JSON Pointer (RFC 6901) of at most eight steps, the last ones. */
    public static String pointer(List<String> tokens) {
        if (tokens.isEmpty()) {
            return "/";
        }
        int hidden = Math.max(0, tokens.size() - MOST_TOKENS);
        var out = new StringBuilder(hidden > 0 ? "…" : "");
        for (String token : tokens.subList(hidden, tokens.size())) {
            out.append('/').append(name(token.replace("~", "~0").replace("/", "~1")));
        }
        return out.toString();
    }

    /** The text with whatever could hide or rearrange characters written as an escape, cut to a bounded length. */
    public static String name(String text) {
        var out = new StringBuilder();
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (out.length() >= LONGEST_NAME) {
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
