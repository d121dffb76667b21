package dev.lockkeeper.guard.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what drivers of databases tell: codes, statements, and the names of tables and columns. */
final class Schemas implements Span.Finder {

    static final String CODE = "[code]";
    static final String NAME = "[name]";
    static final String STATEMENT = "[sql]";

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_STATEMENT = 2_048;

    private static final List<String> PREFIXES =
            List.of("ORA-", "PLS-", "TNS-", "SQLITE_", "ER_", "DB2 SQL Error:", "SQL0");

    // A quoted name after these belongs to a schema.
    private static final List<String> QUOTED = List.of(
            "relation ",
            "table ",
            "column ",
            "constraint ",
            "index ",
            "key ",
            "database ",
            "schema ",
            "role ",
            "user ",
            "view ",
            "sequence ",
            "type ",
            "field ",
            "object name ",
            "object ",
            "near ",
            "entry ",
            "function ",
            "collection ");

    // A name after these does too, quoted or not.
    private static final List<String> BARE = List.of(
            "no such table: ",
            "no such column: ",
            "no such index: ",
            "no such function: ",
            "constraint failed: ",
            "has no column named ",
            "ambiguous column name: ");

    private static final List<String> LINES =
            List.of("DETAIL:", "CONTEXT:", "QUERY:", "STATEMENT:", "WHERE:", "[SQL: ");

    @Override
    public @Nullable Span at(String text, int from) {
        if (!Chars.isLetter(text.charAt(from)) && text.charAt(from) != '[') {
            return null;
        }
        Span code = code(text, from);
        if (code != null) {
            return code;
        }
        for (String line : LINES) {
            if (text.startsWith(line, from)) {
                return line(text, from + line.length(), line.startsWith("["));
            }
        }
        for (String bare : BARE) {
            if (Chars.goesOn(text, from, bare)) {
                return name(text, from + bare.length());
            }
        }
        for (String quoted : QUOTED) {
            if (Chars.goesOn(text, from, quoted) && Chars.isQuote(Chars.at(text, from + quoted.length()))) {
                return quoted(text, from + quoted.length());
            }
        }
        return statement(text, from);
    }

    private static @Nullable Span code(String text, int from) {
        for (String prefix : PREFIXES) {
            if (text.startsWith(prefix, from)) {
                int end = from + prefix.length();
                while (end - from < LONGEST_NAME && (Chars.isWord(Chars.at(text, end)) || Chars.at(text, end) == '-')) {
                    end++;
                }
                return end > from + prefix.length() ? new Span(from, end, CODE) : null;
            }
        }
        if (!Chars.goesOn(text, from, "SQLSTATE")) {
            return null;
        }
        int i = from + 8;
        while (": =[(".indexOf(Chars.at(text, i)) >= 0 && i < text.length()) {
            i++;
        }
        int end = i;
        while (Chars.isWord(Chars.at(text, end))) {
            end++;
        }
        boolean closes = Chars.at(text, end) == ']' || Chars.at(text, end) == ')' && Chars.at(text, i - 1) == '(';
        return end - i == 5 ? new Span(from, closes ? end + 1 : end, CODE) : null;
    }

    private static @Nullable Span line(String text, int after, boolean statement) {
        int end = lineEnd(text, after, statement ? ']' : '\n');
        boolean marked = text.startsWith("[", after) || text.startsWith(" [", after);
        return end == after || marked ? null : new Span(after, end, statement ? STATEMENT : " " + ErrorText.DETAILS);
    }

    private static @Nullable Span name(String text, int from) {
        if (Chars.isQuote(Chars.at(text, from))) {
            return quoted(text, from);
        }
        int end = from;
        while (end - from < LONGEST_NAME
                && (Chars.isWord(Chars.at(text, end))
                        || ".$".indexOf(Chars.at(text, end)) >= 0 && end < text.length())) {
            end++;
        }
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return end > from ? new Span(from, end, NAME) : null;
    }

    private static @Nullable Span quoted(String text, int quote) {
        int end = Chars.closed(text, quote, LONGEST_NAME);
        boolean marked = text.startsWith("[", quote + 1);
        return end > quote + 1 && !marked ? new Span(quote + 1, end, NAME) : null;
    }

    // In capitals, as programs write them: "please select one from the list" is no statement.
    private static @Nullable Span statement(String text, int from) {
        String second = switch (text.charAt(from)) {
            case 'S' -> text.startsWith("SELECT ", from) ? " FROM " : "";
            case 'I' -> text.startsWith("INSERT INTO ", from) ? "INTO " : "";
            case 'U' -> text.startsWith("UPDATE ", from) ? " SET " : "";
            case 'D' ->
                text.startsWith("DELETE FROM ", from) ? "FROM " : text.startsWith("DROP TABLE ", from) ? "TABLE " : "";
            case 'C' -> text.startsWith("CREATE TABLE ", from) ? "TABLE " : "";
            case 'A' -> text.startsWith("ALTER TABLE ", from) ? "TABLE " : "";
            default -> "";
        };
        if (second.isEmpty()) {
            return null;
        }
        char before = Chars.at(text, from - 1);
        int end = lineEnd(text, from, Chars.isQuote(before) ? Chars.closing(before) : '\n');
        return text.indexOf(second, from, end) >= 0 ? new Span(from, end, STATEMENT) : null;
    }

    private static int lineEnd(String text, int from, char stop) {
        int end = from;
        while (end < text.length()
                && end - from < LONGEST_STATEMENT
                && text.charAt(end) != '\n'
                && text.charAt(end) != stop) {
            end++;
        }
        return end;
    }
}
