package dev.lockkeeper.guard.result;

import java.util.List;

/** Tells the lines of stack traces, as Java, JavaScript, .NET, Python, Go, Rust, PHP and Ruby write them. */
final class Frames {

    private static final int LONGEST = 1_000;

    private static final List<String> HEADERS = List.of(
            "Stack trace:",
            "StackTrace:",
            "stack backtrace:",
            "Backtrace:",
            "Call stack:",
            "--- End of ",
            "---> ",
            "During handling of the above exception",
            "The above exception was the direct cause",
            "note: run with `RUST_BACKTRACE",
            "note: Some details are omitted",
            "thrown in ",
            "Node.js v",
            "[signal SIG",
            "Caused by: ",
            "Suppressed: ",
            "goroutine ");

    private Frames() {}

    /** Whether the line, without blanks at its ends, is one of a trace. */
    static boolean isFrame(String line) {
        if (line.length() < 3) {
            return false;
        }
        return switch (line.charAt(0)) {
                    case 'a' -> line.startsWith("at ") && end(line, 0) == line.length();
                    case 'F' -> line.startsWith("File \"") && line.contains("\", line ");
                    case 'f' -> line.startsWith("from ") && hasPosition(line, 5, line.length());
                    case '.' -> line.startsWith("... ") && Chars.digits(line, 4) > 4;
                    case '#' -> isNumbered(line);
                    default -> isIndexed(line) || line.contains(" +0x") && hasPosition(line, 0, line.length());
                }
                || HEADERS.stream().anyMatch(header -> Chars.goesOn(line, 0, header));
    }

    /** Whether all that follows this line up to an empty one belongs to the trace. */
    static boolean opensBlock(String line) {
        return line.startsWith("goroutine ") || line.startsWith("stack backtrace:");
    }

    /** Whether the indented lines after this one belong to the trace. */
    static boolean opensIndented(String line) {
        return line.startsWith("Traceback (most recent call last)") || line.startsWith("File \"");
    }

    /** Whether the line only points at something in the line above. */
    static boolean isPointer(String line) {
        boolean any = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            any |= c == '^';
            if (c != '^' && c != '~' && c != ' ' && c != '|') {
                return false;
            }
        }
        return any;
    }

    /**
     * The end of the frame of the form {@code at function (place)} or {@code at place} that begins here; -1 where none
     * does.
     */
    static int end(String text, int from) {
        int most = Math.min(text.length(), from + LONGEST);
        int i = from + 3;
        for (String word : List.of("async ", "new ")) {
            i = text.startsWith(word, i) ? i + word.length() : i;
        }
        int name = i;
        while (i < most && text.charAt(i) > ' ' && text.charAt(i) != '(') {
            i++;
        }
        if (i == name && Chars.at(text, i) != '(') {
            return -1;
        }
        int afterName = i;
        // JavaScript: at Type.method [as other] (place)
        if (text.startsWith(" [as ", i)) {
            int bracket = text.indexOf(']', i);
            i = bracket < 0 || bracket > most ? i : bracket + 1;
        }
        int open = text.startsWith(" (", i) ? i + 1 : i;
        if (open < most && text.charAt(open) == '(') {
            int close = closing(text, open, most);
            if (close < 0) {
                return -1;
            }
            String inside = text.substring(open + 1, close);
            boolean dotted = text.substring(name, afterName).indexOf('.') > 0 && open == afterName;
            return dotted || isPlace(inside) ? suffix(text, close + 1, most) : -1;
        }
        return hasPosition(text, name, afterName) ? afterName : -1;
    }

    // What may follow a frame: the archive it is from, or the place in the source.
    private static int suffix(String text, int from, int most) {
        if (text.startsWith(" ~[", from) || text.startsWith(" [", from)) {
            int bracket = text.indexOf(']', from);
            return bracket < 0 || bracket > most ? from : bracket + 1;
        }
        if (text.startsWith(" in ", from)) {
            int line = text.indexOf(":line ", from);
            return line < 0 || line > most ? from : Chars.digits(text, line + 6);
        }
        return from;
    }

    private static int closing(String text, int open, int most) {
        int depth = 0;
        for (int i = open; i < most && text.charAt(i) != '\n'; i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPlace(String inside) {
        return hasPosition(inside, 0, inside.length())
                || inside.equals("Native Method")
                || inside.equals("Unknown Source")
                || inside.equals("native")
                || inside.equals("<anonymous>")
                || inside.startsWith("index ") && Chars.digits(inside, 6) == inside.length();
    }

    // A colon between what is no digit and a digit: file.js:12
    private static boolean hasPosition(String text, int from, int to) {
        for (int i = from + 1; i + 1 < to; i++) {
            if (text.charAt(i) == ':' && Chars.isDigit(text.charAt(i + 1)) && !Chars.isBlank(text.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }

    // PHP: #0 /a/b.php(12): f()  gdb: #1 0x00 in f ()  Dart: #2 main (file:///a.dart:3:5)
    private static boolean isNumbered(String line) {
        int digits = Chars.digits(line, 1);
        if (digits == 1 || Chars.at(line, digits) != ' ') {
            return false;
        }
        String rest = line.substring(digits).strip();
        return rest.startsWith("/")
                || rest.startsWith("{main}")
                || rest.startsWith("[internal function]")
                || rest.startsWith("0x")
                || rest.contains("): ")
                || rest.endsWith(")") && hasPosition(rest, 0, rest.length());
    }

    // Rust: 12: std::rt::lang_start
    private static boolean isIndexed(String line) {
        int digits = Chars.digits(line, 0);
        return digits > 0
                && line.startsWith(": ", digits)
                && (line.contains("::") || line.startsWith("0x", digits + 2) || line.startsWith("rust_", digits + 2));
    }
}
