package dev.lockkeeper.guard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cleans the text of one error: the lines of stack traces go, and what gives away the inside of the server is replaced by
 * a mark, unless the call itself had sent it. What was cleaned is cleaned. Linear in the length of the text.
 */
final class ErrorText {

    static final String DETAILS = "[details removed]";

    private static final List<Span.Finder> FINDERS =
            List.of(new Schemas(), new Hosts(), new Paths(), new Versions(), ErrorText::exception);
    private static final int MOST_ROUNDS = 8;
    private static final int LONGEST_CLASS = 256;

    private final Supplier<Sent> sent;

    /** @param sent what the call sent; asked for only where something is found */
    ErrorText(Supplier<Sent> sent) {
        this.sent = sent;
    }

    /** The cleaned text; null where there is nothing to clean. */
    @Nullable String cleaned(String text) {
        String before = text;
        // A mark may lay bare what stood behind the piece that it replaces.
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String after = withoutInside(withoutTraces(before));
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        return before.equals(text) ? null : before;
    }

    private String withoutTraces(String text) {
        if (text.length() < 3) {
            return text;
        }
        List<String> kept = new ArrayList<>();
        boolean block = false;
        boolean indented = false;
        boolean any = false;
        for (String line : lines(text)) {
            String bare = line.strip();
            boolean frame;
            if (bare.isEmpty()) {
                block = false;
                frame = false;
            } else if (Frames.isPointer(bare) && !kept.isEmpty()) {
                // What it points at is source, unless it is the caller's own.
                frame = !sent.get().holds(withoutLine(kept.getLast()));
                if (frame && !kept.getLast().equals(DETAILS)) {
                    kept.removeLast();
                }
            } else {
                boolean opens = Frames.opensIndented(bare);
                frame = block || Frames.isFrame(bare) || opens || indented && line.charAt(0) <= ' ';
                indented = opens || indented && frame;
                block |= Frames.opensBlock(bare);
            }
            if (!frame) {
                kept.add(line);
            } else {
                any = true;
                if (kept.isEmpty() || !kept.getLast().equals(DETAILS)) {
                    kept.add(DETAILS);
                }
            }
        }
        return any ? String.join("\n", kept) : text;
    }

    // Postgres: LINE 1: SELECT …
    private static String withoutLine(String line) {
        int colon = line.startsWith("LINE ") ? line.indexOf(": ") : -1;
        return colon < 0 ? line : line.substring(colon + 2);
    }

    // A logger may have written the ends of lines as escapes; then what follows is one of a trace.
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '\\' && (Chars.at(text, i + 1) == 'n') && startsTrace(text, i + 2);
            if (c == '\n' || escaped) {
                int end = c == '\n' && i > from && text.charAt(i - 1) == '\r' ? i - 1 : i;
                lines.add(text.substring(from, end));
                from = escaped ? i + 2 : i + 1;
            }
        }
        lines.add(text.substring(from));
        return lines;
    }

    private static boolean startsTrace(String text, int from) {
        int i = from;
        while (i - from < 32 && (Chars.at(text, i) == ' ' || text.startsWith("\\t", i))) {
            i += Chars.at(text, i) == ' ' ? 1 : 2;
        }
        for (String start :
                List.of("at ", "File \"", "Caused by: ", "... ", "from ", "goroutine ", "Traceback ", "#")) {
            if (text.startsWith(start, i)) {
                return true;
            }
        }
        return false;
    }

    private String withoutInside(String text) {
        StringBuilder out = null;
        int done = 0;
        for (int i = 0; i < text.length(); ) {
            Span span = startsWord(text, i) ? span(text, i) : null;
            if (span == null) {
                i++;
                continue;
            }
            String mark = span.mark();
            if (mark != null && !sent.get().holds(text.substring(span.from(), span.to()))) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, done, span.from());
                put(mark, text.substring(span.from(), span.to()), out);
                done = span.to();
            }
            i = span.to();
        }
        return out == null ? text : out.append(text, done, text.length()).toString();
    }

    private void put(String mark, String piece, StringBuilder out) {
        if (mark.equals(DETAILS) && endsWith(out, DETAILS + " ")) {
            out.setLength(out.length() - 1);
            return;
        }
        out.append(mark);
        if (mark.equals(Paths.MARK)) {
            out.append(knownEnd(piece));
        }
    }

    private static boolean endsWith(StringBuilder out, String end) {
        return out.length() >= end.length()
                && out.substring(out.length() - end.length()).equals(end);
    }

    // The end of a path that the caller named: [path]/notes.txt
    private String knownEnd(String path) {
        int from = path.length();
        String known = "";
        for (int segments = 0; segments < 8; segments++) {
            from = Math.max(path.lastIndexOf('/', from - 1), path.lastIndexOf('\\', from - 1));
            if (from < 1 || from + 1 >= path.length()) {
                return known;
            }
            String end = path.substring(from + 1);
            if (sent.get().holds(end)) {
                known = "/" + end.replace('\\', '/');
            }
        }
        return known;
    }

    private static boolean startsWord(String text, int i) {
        if (i == 0) {
            return true;
        }
        char before = text.charAt(i - 1);
        char now = text.charAt(i);
        if (Chars.isWord(before) || before == '.' || before == '-') {
            return false;
        }
        // Slashes go on with what is before them, but for quotes, brackets and the like; marks are no such bracket.
        boolean slash = now == '/' || now == '\\';
        return !slash || before != '/' && before != '\\' && !text.startsWith(Paths.MARK, i - Paths.MARK.length());
    }

    private static @Nullable Span span(String text, int from) {
        if (text.startsWith("at ", from)) {
            int end = Frames.end(text, from);
            // A place alone may be a part of the sentence: "panicked at main.rs:3:5".
            if (end > from && text.charAt(end - 1) == ')') {
                return new Span(from, end, DETAILS);
            }
        }
        for (Span.Finder finder : FINDERS) {
            Span span = finder.at(text, from);
            if (span != null) {
                return span;
            }
        }
        return null;
    }

    // java.io.FileNotFoundException: what is before the last dot says what the server is made of.
    private static @Nullable Span exception(String text, int from) {
        int end = from;
        int dot = -1;
        while (end - from < LONGEST_CLASS && (Chars.isWord(Chars.at(text, end)) || isDot(text, end))) {
            dot = text.charAt(end) == '.' ? end : dot;
            end++;
        }
        boolean thrown =
                dot > from && (ends(text, end, "Exception") || ends(text, end, "Error") || ends(text, end, "Fault"));
        return thrown ? new Span(from, dot + 1, "") : null;
    }

    private static boolean isDot(String text, int at) {
        return Chars.at(text, at) == '.' && Chars.isLetter(Chars.at(text, at + 1));
    }

    private static boolean ends(String text, int end, String with) {
        return end >= with.length() && text.startsWith(with, end - with.length());
    }
}
