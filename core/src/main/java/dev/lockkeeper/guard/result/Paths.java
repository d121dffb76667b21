package dev.lockkeeper.guard.result;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds absolute paths, home directories, {@code file:} URLs and places in sources. */
final class Paths implements Span.Finder {

    static final String MARK = "[path]";

    private static final int LONGEST = 4_096;
    private static final int LONGEST_WORD = 128;
    private static final int MOST_WORDS = 3;
    private static final String ENDS = "\"'`<>|*?,;)]}";
    private static final Set<String> SOURCES = Set.of(
            "js", "ts", "jsx", "tsx", "mjs", "cjs", "py", "rb", "rs", "go", "java", "kt", "scala", "cs", "php", "c",
            "cc", "cpp", "h", "swift", "ex", "exs", "erl", "clj", "pl", "lua", "sql", "dart", "vue");

    @Override
    public @Nullable Span at(String text, int from) {
        char c = text.charAt(from);
        if (c == '/') {
            return posix(text, from, from);
        }
        if (c == '~') {
            return home(text, from);
        }
        if (c == '\\') {
            boolean share = text.startsWith("\\\\", from) && isName(Chars.at(text, afterSlashes(text, from)));
            return share ? windows(text, from, afterSlashes(text, from)) : null;
        }
        if (Chars.isLetter(c) && Chars.at(text, from + 1) == ':') {
            char slash = Chars.at(text, from + 2);
            boolean drive = slash == '\\' || slash == '/' && Chars.at(text, from + 3) != '/';
            return drive ? windows(text, from, from + 3) : null;
        }
        if (Chars.goesOn(text, from, "file:/")) {
            return span(from, end(text, from, from + 6, '/'));
        }
        return source(text, from);
    }

    private static @Nullable Span posix(String text, int from, int slash) {
        char first = Chars.at(text, slash + 1);
        boolean closesTag = Chars.at(text, from - 1) == '<';
        return isName(first) && !closesTag ? span(from, end(text, from, slash + 1, '/')) : null;
    }

    private static @Nullable Span home(String text, int from) {
        int name = from + 1;
        while (Chars.isWord(Chars.at(text, name)) && name - from < 64) {
            name++;
        }
        return Chars.at(text, name) == '/' ? posix(text, from, name) : null;
    }

    private static Span windows(String text, int from, int name) {
        return span(from, end(text, from, name, '\\'));
    }

    // Where a quote begins right before it, the path is all that is quoted, blanks too.
    private static int end(String text, int from, int name, char separator) {
        if (from > 0 && Chars.isQuote(text.charAt(from - 1))) {
            int closed = Chars.closed(text, from - 1, LONGEST);
            if (closed > from) {
                return position(text, closed);
            }
        }
        int end = word(text, name, from + LONGEST);
        // A path may hold blanks: it goes on where a near word goes on with a separator.
        for (int next = further(text, end, separator); next > 0; next = further(text, end, separator)) {
            if (next - from > LONGEST) {
                return end;
            }
            end = next;
        }
        return position(text, trimmed(text, name, end));
    }

    private static int word(String text, int from, int most) {
        int i = from;
        while (i < text.length() && i < most) {
            char c = text.charAt(i);
            if (c <= ' ' || ENDS.indexOf(c) >= 0 || c == '(' || c == ':') {
                return i;
            }
            i++;
        }
        return i;
    }

    private static int further(String text, int end, char separator) {
        int i = end;
        for (int words = 0; words < MOST_WORDS && Chars.at(text, i) == ' '; words++) {
            int from = i + 1;
            boolean goesOn = false;
            for (i = from; i < text.length() && text.charAt(i) > ' ' && i - from < LONGEST_WORD; i++) {
                char c = text.charAt(i);
                boolean inside = separator == '\\' && (c == '(' || c == ')');
                if (c == ':' || ENDS.indexOf(c) >= 0 && !inside) {
                    break;
                }
                goesOn |= c == separator;
            }
            char first = Chars.at(text, from);
            if (first == separator || first == '~' || first == '/' || Chars.at(text, i) == ':' && i - from == 1) {
                return -1;
            }
            if (goesOn) {
                return i;
            }
            if (separator == '/') {
                return -1;
            }
        }
        return -1;
    }

    private static int trimmed(String text, int name, int end) {
        int to = end;
        while (to > name && ".!".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return to;
    }

    // The line and column, or Ruby's method, or PHP's line, after a path.
    private static int position(String text, int from) {
        int i = from;
        while (Chars.at(text, i) == ':' && Chars.isDigit(Chars.at(text, i + 1))) {
            i = Chars.digits(text, i + 1);
        }
        if (i > from && (text.startsWith(":in `", i) || text.startsWith(":in '", i))) {
            int close = text.indexOf('\'', i + 5);
            return close < 0 || close - i > LONGEST_WORD ? i : close + 1;
        }
        if (i == from && text.startsWith(":line ", i)) {
            return Chars.digits(text, i + 6);
        }
        if (i == from && Chars.at(text, i) == '(' && Chars.at(text, Chars.digits(text, i + 1)) == ')') {
            int close = Chars.digits(text, i + 1);
            return close > i + 1 ? close + 1 : i;
        }
        return i;
    }

    // src/main.rs:10:5
    private static @Nullable Span source(String text, int from) {
        int i = from;
        int dot = -1;
        while (i - from < 256 && (Chars.isWord(Chars.at(text, i)) || "./@-".indexOf(Chars.at(text, i)) >= 0)) {
            dot = text.charAt(i) == '.' ? i : dot;
            i++;
        }
        boolean source = dot > from
                && Chars.at(text, i) == ':'
                && Chars.isDigit(Chars.at(text, i + 1))
                && SOURCES.contains(text.substring(dot + 1, i));
        return source ? new Span(from, position(text, i), MARK) : null;
    }

    private static Span span(int from, int to) {
        return new Span(from, to, MARK);
    }

    private static int afterSlashes(String text, int from) {
        int i = from;
        while (Chars.at(text, i) == '\\') {
            i++;
        }
        return i;
    }

    private static boolean isName(char c) {
        return Chars.isWord(c) || c == '.' || c == '@' || c == '-' || c == '$' || c == '%' || c == '?';
    }
}
