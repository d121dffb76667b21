package dev.lockkeeper.guard.result;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the URLs in elements of HTML and SVG. Once an element has begun, all that follows may be its attributes, until
 * another begins: where it ends, readers do not agree.
 */
final class Tags {

    private static final int LONGEST_NAME = 32;
    private static final int LONGEST_BARE = 2_048;

    /** A click leads there; other attributes are fetched at once. */
    private static final Set<String> CLICKED =
            Set.of("a", "area", "form", "button", "input", "q", "blockquote", "del", "ins");

    private static final Set<String> ATTRIBUTES = Set.of(
            "src",
            "srcset",
            "href",
            "xlink:href",
            "data",
            "poster",
            "background",
            "action",
            "formaction",
            "ping",
            "cite",
            "longdesc",
            "icon",
            "manifest",
            "imagesrcset",
            "lowsrc",
            "dynsrc",
            "codebase",
            "classid",
            "profile",
            "srcdoc",
            "content",
            "url",
            "data-src",
            "data-srcset");

    private final String text;
    private final List<Link> links;
    private String element = "";

    Tags(String text, List<Link> links) {
        this.text = text;
        this.links = links;
    }

    void begin(String name) {
        element = name;
    }

    /** Looks at an equals sign, a parenthesis or an at sign, and returns where to go on; -1 where it is nothing. */
    int attribute(int i) {
        if (element.isEmpty()) {
            return -1;
        }
        return switch (text.charAt(i)) {
            case '=' -> assigned(i);
            case '(' -> Chars.goesOn(text, i - 3, "url") ? style(i + 1) : -1;
            default -> Chars.goesOn(text, i, "@import") ? style(i + 7) : -1;
        };
    }

    private int assigned(int equals) {
        int end = equals;
        while (end > 0 && equals - end < LONGEST_NAME && Chars.isBlank(text.charAt(end - 1))) {
            end--;
        }
        int from = end;
        while (from > 0 && end - from < LONGEST_NAME && isName(text.charAt(from - 1))) {
            from--;
        }
        String name = text.substring(from, end).toLowerCase(Locale.ROOT);
        if (!ATTRIBUTES.contains(name) || !mayPrecede(Chars.at(text, from - 1))) {
            return -1;
        }
        int value = blanks(equals + 1);
        char quote = Chars.at(text, value);
        boolean quoted = quote == '"' || quote == '\'';
        value = quoted ? value + 1 : value;
        int to = value;
        while (to < text.length()
                && (quoted || to - value < LONGEST_BARE)
                && (quoted ? text.charAt(to) != quote : text.charAt(to) > ' ' && text.charAt(to) != '>')) {
            // A quote that nobody closes ends with its paragraph.
            if (text.charAt(to) == '\n' && Chars.at(text, to + 1) == '\n') {
                break;
            }
            to++;
        }
        boolean clicked = CLICKED.contains(element) && !name.equals("ping") && !name.equals("src");
        if (name.endsWith("srcset")) {
            set(value, to);
            return value;
        }
        if (name.equals("content")) {
            // <meta http-equiv=refresh content="0; url=…">: the inner assignment is found by itself.
            return -1;
        }
        if (to > value) {
            links.add(new Link(value, to, text.substring(value, to), !clicked, false, ""));
        }
        // Who does not read this as an attribute may read a link in its value.
        return value;
    }

    private boolean mayPrecede(char c) {
        return Chars.isBlank(c) || c == '"' || c == '\'' || c == '/' || c == ';' && element.equals("meta");
    }

    // a.png 1x, b.png 2x
    private void set(int from, int to) {
        int i = from;
        while (i < to) {
            while (i < to && (Chars.isBlank(text.charAt(i)) || text.charAt(i) == ',')) {
                i++;
            }
            int end = i;
            while (end < to && !Chars.isBlank(text.charAt(end))) {
                end++;
            }
            int last = end > i && text.charAt(end - 1) == ',' ? end - 1 : end;
            if (last > i) {
                links.add(new Link(i, last, text.substring(i, last), true, false, ""));
            }
            i = end;
            while (i < to && text.charAt(i) != ',') {
                i++;
            }
        }
    }

    // url(x), url("x"), @import "x"
    private int style(int after) {
        int from = blanks(after);
        char quote = Chars.at(text, from);
        boolean quoted = quote == '"' || quote == '\'';
        from = quoted ? from + 1 : from;
        int to = from;
        while (to < text.length() && text.charAt(to) > ' ' && "\"'();<>".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        if (to > from && !Chars.goesOn(text, from, "url(")) {
            links.add(new Link(from, to, text.substring(from, to), true, false, ""));
        }
        return from;
    }

    private int blanks(int from) {
        int i = from;
        while (i < text.length() && Chars.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isName(char c) {
        return Chars.isLetter(c) || c == '-' || c == ':';
    }
}
