package dev.lockkeeper.guard.result;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds whatever some reader of Markdown or HTML may take for a link or an image, also inside of code and where
 * CommonMark itself would see none: readers differ, so whoever reads most generously counts. In one pass, linear in the
 * length of the text. Used by one thread, once.
 */
final class Links {

    private static final int MOST_BRACKETS = 4_096;
    private static final int MOST_READ_AGAIN = 256;
    private static final int LONGEST_LABEL = 1_000;
    private static final int LONGEST_TAG_NAME = 32;
    private static final int LONGEST_SCHEME = 32;

    private record Bracket(int at, boolean image) {}

    private record Definition(String label, Link link) {}

    private final String text;
    private final List<Link> links = new ArrayList<>();
    private final List<Definition> definitions = new ArrayList<>();
    private final Set<String> imageLabels = new HashSet<>();
    private final List<Bracket> open = new ArrayList<>();
    private int openImages;
    private int lastDoubt = -1;
    private boolean everyLabelIsImage;
    private int nextClosing = -1;
    private final Tags tags;

    private Links(String text) {
        this.text = text;
        this.tags = new Tags(text, links);
    }

    /** The links of the text in the order of their beginnings; one may lie within another. */
    static List<Link> in(String text) {
        return mayHold(text) ? new Links(text).all() : List.of();
    }

    // Most texts have none of these.
    private static boolean mayHold(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ':' -> {
                    char next = Chars.at(text, i + 1);
                    if (next == '/' || next == '\\' || Chars.at(text, i - 1) == ']') {
                        return true;
                    }
                }
                case '(' -> {
                    if (Chars.at(text, i - 1) == ']') {
                        return true;
                    }
                }
                case '<' -> {
                    if (Chars.isLetter(Chars.at(text, i + 1))) {
                        return true;
                    }
                }
                case '.' -> {
                    if (i > 2 && Chars.goesOn(text, i - 3, "www")) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private List<Link> all() {
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            lastDoubt = c == '`' || c == '<' || c == '\\' ? i : lastDoubt;
            i = switch (c) {
                case '[' -> opened(i);
                case ']' -> closed(i);
                case '\n' -> line(i);
                case ':' -> bare(i);
                case 'w', 'W' -> world(i);
                case '<' -> tag(i);
                case '=', '(', '@' -> Math.max(tags.attribute(i), i + 1);
                default -> i + 1;
            };
        }
        for (Definition definition : definitions) {
            boolean image = everyLabelIsImage || imageLabels.contains(definition.label());
            links.add(definition.link().fetched(image));
        }
        links.sort((a, b) -> Integer.compare(a.from(), b.from()));
        return links;
    }

    private int opened(int i) {
        boolean image = Chars.at(text, i - 1) == '!';
        if (open.size() < MOST_BRACKETS) {
            open.add(new Bracket(i, image));
            openImages += image ? 1 : 0;
        } else {
            // What is nested too deeply to be told apart is an image.
            everyLabelIsImage = true;
        }
        return i + 1;
    }

    // INVARIANT: while an image may be open, whatever closes may be its end. An escape, code or an element after its
    // beginning may hide a bracket from some readers, so after one it may be open up to the end of the paragraph.
    private int closed(int i) {
        Bracket bracket = open.isEmpty() ? new Bracket(i, false) : open.removeLast();
        boolean image = bracket.image() || openImages > 0 || open.size() + 1 >= MOST_BRACKETS;
        openImages -= bracket.image() && lastDoubt < bracket.at() ? 1 : 0;
        return switch (Chars.at(text, i + 1)) {
            case '(' -> inline(bracket, image, i + 1);
            case ':' -> definition(bracket, i);
            default -> {
                if (image) {
                    reference(bracket, i);
                }
                yield i + 1;
            }
        };
    }

    // ![label], ![text][label], and as some readers have it ![text] [label]
    private void reference(Bracket bracket, int i) {
        int next = Chars.isBlank(Chars.at(text, i + 1)) ? i + 2 : i + 1;
        if (Chars.at(text, next) == '[') {
            int end = text.indexOf(']', next + 1);
            if (end > next + 1 && end - next <= LONGEST_LABEL) {
                imageLabels.add(normal(text.substring(next + 1, end)));
            }
        }
        String own = label(bracket, i);
        if (own.isEmpty()) {
            everyLabelIsImage = true;
        } else {
            imageLabels.add(normal(own));
        }
    }

    private int inline(Bracket bracket, boolean image, int parenthesis) {
        int from = blanks(parenthesis + 1);
        int to = target(from);
        if (to == from) {
            return parenthesis + 1;
        }
        String target = text.substring(from, to);
        int end = closing(to);
        int begin = parenthesis;
        if (image) {
            begin = bracket.image() ? bracket.at() - 1 : bracket.at();
        }
        links.add(new Link(begin, end, target, image, false, image ? "" : " "));
        return text.charAt(from) == '<' ? from : to;
    }

    private int definition(Bracket bracket, int i) {
        int from = blanks(i + 2);
        int to = target(from);
        if (to > from) {
            definitions.add(new Definition(
                    normal(label(bracket, i)), new Link(from, to, text.substring(from, to), false, false, "")));
        }
        // INVARIANT: no character is read again for many brackets.
        return to - from > MOST_READ_AGAIN ? to : i + 2;
    }

    private String label(Bracket bracket, int end) {
        return end - bracket.at() > LONGEST_LABEL || end <= bracket.at() ? "" : text.substring(bracket.at() + 1, end);
    }

    // Labels match without regard to case and to how much blank is between words.
    private static String normal(String label) {
        var out = new StringBuilder(label.length());
        String folded = label.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (!Chars.isBlank(c)) {
                out.append(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }

    // Nothing inline goes on after an empty line.
    private int line(int i) {
        int next = i + 1;
        while (Chars.at(text, next) == ' ' || Chars.at(text, next) == '\t' || Chars.at(text, next) == '\r') {
            next++;
        }
        if (Chars.at(text, next) == '\n') {
            open.clear();
            openImages = 0;
        }
        return next;
    }

    // The end of a destination: in angle brackets, or up to a blank or the parenthesis that closes.
    private int target(int from) {
        if (Chars.at(text, from) == '<') {
            int end = from + 1;
            while (end < text.length() && text.charAt(end) != '>' && text.charAt(end) != '<') {
                end++;
            }
            return Chars.at(text, end) == '>' ? end + 1 : end;
        }
        int depth = 0;
        int i = from;
        while (i < text.length() && text.charAt(i) > ' ') {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) > ' ') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0 || c == '<' || c == '[' && !text.startsWith("//", i - 2)) {
                // What begins here may be read on its own.
                return i;
            }
            i++;
        }
        return i;
    }

    private int closing(int from) {
        if (nextClosing < from) {
            int found = text.indexOf(')', from);
            nextClosing = found < 0 ? text.length() : found;
        }
        // Too far away, it is not this link's.
        return nextClosing - from > LONGEST_LABEL || nextClosing == text.length() ? from : nextClosing + 1;
    }

    private int blanks(int from) {
        int i = from;
        while (i < text.length() && Chars.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    // scheme://…
    private int bare(int colon) {
        if (Chars.at(text, colon + 1) != '/' || Chars.at(text, colon + 2) != '/') {
            return colon + 1;
        }
        int from = colon;
        while (from > 0 && colon - from < LONGEST_SCHEME && isScheme(text.charAt(from - 1))) {
            from--;
        }
        while (from < colon && !Chars.isLetter(text.charAt(from))) {
            from++;
        }
        return from == colon ? colon + 1 : bare(from, colon + 3);
    }

    private int world(int i) {
        boolean begins = Chars.goesOn(text, i, "www.") && !Chars.isWord(Chars.at(text, i - 1));
        return begins && Chars.isWord(Chars.at(text, i + 4)) ? bare(i, i + 4) : i + 1;
    }

    private int bare(int from, int rest) {
        int to = end(rest);
        while (to > rest && ".,;:!?'*_)]}".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        if (to == rest) {
            return rest;
        }
        boolean angled = Chars.at(text, from - 1) == '<' && Chars.at(text, to) == '>';
        String target = text.substring(from, to);
        links.add(new Link(angled ? from - 1 : from, angled ? to + 1 : to, target, openImages > 0, true, ""));
        return to;
    }

    // Brackets may belong to the address; what may be a link or an image of its own does not.
    private int end(int from) {
        int bracket = -1;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || "<>\"`|\\^".indexOf(c) >= 0 || c == '!' && Chars.at(text, i + 1) == '[') {
                return i;
            }
            if (c == '[') {
                bracket = i;
            } else if (c == ']') {
                char next = Chars.at(text, i + 1);
                if (bracket < 0 || next == '(' || next == '[') {
                    return bracket < 0 ? i : bracket;
                }
                bracket = -1;
            }
        }
        return i;
    }

    private static boolean isScheme(char c) {
        return Chars.isLetter(c) || Chars.isDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private int tag(int i) {
        int end = i + 1;
        while (end - i < LONGEST_TAG_NAME && (Chars.isWord(Chars.at(text, end)) || Chars.at(text, end) == '-')) {
            end++;
        }
        if (end > i + 1 && Chars.isLetter(text.charAt(i + 1))) {
            // <javascript:…> is a link, <a …> begins an element.
            if (Chars.at(text, end) == ':' && Chars.at(text, end + 1) != '/') {
                int to = end;
                while (to < text.length()
                        && text.charAt(to) > ' '
                        && text.charAt(to) != '>'
                        && text.charAt(to) != '<') {
                    to++;
                }
                links.add(new Link(
                        i, Chars.at(text, to) == '>' ? to + 1 : to, text.substring(i + 1, to), false, false, ""));
                return i + 1;
            }
            if (Chars.at(text, end) == ':') {
                return i + 1;
            }
            tags.begin(text.substring(i + 1, end).toLowerCase(Locale.ROOT));
        }
        return i + 1;
    }
}
