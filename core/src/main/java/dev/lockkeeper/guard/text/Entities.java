package dev.lockkeeper.guard.text;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Character references of HTML: all that are numbers, and the names of the signs that paths, URLs, commands and markup are
 * made of (WHATWG HTML, section 13.5).
 */
final class Entities {

    // These are read without a semicolon too, whatever follows.
    private static final List<String> OLD = List.of("amp", "lt", "gt", "quot", "nbsp", "shy");

    private static final Map<String, Character> NAMES = Map.ofEntries(
            Map.entry("amp", '&'),
            Map.entry("lt", '<'),
            Map.entry("gt", '>'),
            Map.entry("quot", '"'),
            Map.entry("apos", '\''),
            Map.entry("nbsp", '\u00A0'),
            Map.entry("Tab", '\t'),
            Map.entry("NewLine", '\n'),
            Map.entry("excl", '!'),
            Map.entry("num", '#'),
            Map.entry("dollar", '$'),
            Map.entry("percnt", '%'),
            Map.entry("lpar", '('),
            Map.entry("rpar", ')'),
            Map.entry("ast", '*'),
            Map.entry("plus", '+'),
            Map.entry("comma", ','),
            Map.entry("period", '.'),
            Map.entry("sol", '/'),
            Map.entry("colon", ':'),
            Map.entry("semi", ';'),
            Map.entry("equals", '='),
            Map.entry("quest", '?'),
            Map.entry("commat", '@'),
            Map.entry("lsqb", '['),
            Map.entry("lbrack", '['),
            Map.entry("bsol", '\\'),
            Map.entry("rsqb", ']'),
            Map.entry("rbrack", ']'),
            Map.entry("Hat", '^'),
            Map.entry("lowbar", '_'),
            Map.entry("grave", '`'),
            Map.entry("lcub", '{'),
            Map.entry("lbrace", '{'),
            Map.entry("verbar", '|'),
            Map.entry("vert", '|'),
            Map.entry("rcub", '}'),
            Map.entry("rbrace", '}'),
            Map.entry("shy", '\u00AD'),
            Map.entry("zwj", '\u200D'),
            Map.entry("zwnj", '\u200C'),
            Map.entry("lrm", '\u200E'),
            Map.entry("rlm", '\u200F'));

    private Entities() {}

    /** The text with every reference replaced, or null where there is none. */
    static @Nullable String decoded(String text) {
        var out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
            int start = start(text, at);
            int end = end(text, start, start - at);
            int codePoint = switch (start - at) {
                case 1 -> name(text.substring(start, end));
                case 2 -> decimal(text, start, end);
                default -> Hex.value(text, start, end);
            };
            if (codePoint >= 0 && codePoint <= Character.MAX_CODE_POINT) {
                out.append(text, from, at).appendCodePoint(codePoint);
                from = end < text.length() && text.charAt(end) == ';' ? end + 1 : end;
            }
        }
        return from == 0 ? null : out.append(text, from, text.length()).toString();
    }

    private static int start(String text, int at) {
        if (!text.startsWith("#", at + 1)) {
            return at + 1;
        }
        return at + 2 < text.length() && (text.charAt(at + 2) | ' ') == 'x' ? at + 3 : at + 2;
    }

    private static int end(String text, int start, int lead) {
        for (String name : OLD) {
            if (lead == 1 && text.startsWith(name, start)) {
                return start + name.length();
            }
        }
        int end = start;
        while (end < text.length() && isPart(text.charAt(end), lead)) {
            end++;
        }
        return end;
    }

    private static boolean isPart(char c, int lead) {
        return switch (lead) {
            case 1 -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            case 2 -> c >= '0' && c <= '9';
            default -> Hex.isDigit(c);
        };
    }

    private static int name(String name) {
        Character named = NAMES.get(name);
        return named == null ? -1 : named;
    }

    private static int decimal(String text, int from, int to) {
        int value = from < to ? 0 : -1;
        for (int i = from; i < to; i++) {
            value = Math.min(value * 10 + (text.charAt(i) - '0'), 1 << 24);
        }
        return value;
    }
}
