package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import java.util.Arrays;

/**
 * The words of a statement, as the database splits them, or a refusal where databases would not all split them so:
 * comments, prefixed and dollar-quoted texts, odd blanks. One pass over the text, before any parser sees it.
 */
final class SqlScan {

    /** What a token is. */
    enum Kind {
        WORD,
        NAME,
        TEXT,
        NUMBER,
        SIGN
    }

    private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|?:";
    private static final String NOT_SIMPLE = "~!@#%^&|?";

    private final String text;
    private final SqlDialect dialect;
    private final int most;
    private final int deepest;
    private final char[] plain;

    private Kind[] kinds = new Kind[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int count;
    private int depth;
    private int cases;
    private int prefixes;
    private boolean ended;

    private SqlScan(String text, SqlDialect dialect, int most, int deepest) {
        this.text = text;
        this.dialect = dialect;
        this.most = most;
        this.deepest = deepest;
        this.plain = text.toCharArray();
    }

    /** Splits a statement of the settings' database. */
    static SqlScan of(String text, SqlSettings settings) throws SqlRefused {
        if (text.length() > settings.length()) {
            throw new SqlRefused(
                    Reason.SQL_TOO_COMPLEX, "The statement may have at most " + settings.length() + " characters.");
        }
        var scan = new SqlScan(text, settings.dialect(), settings.words(), settings.depth());
        scan.run();
        return scan;
    }

    /** Splits what the parser writes of its own tree, which has passed once already. */
    static SqlScan again(String text, SqlDialect dialect) throws SqlRefused {
        var scan = new SqlScan(text, dialect, Integer.MAX_VALUE, Integer.MAX_VALUE);
        scan.run();
        return scan;
    }

    int count() {
        return count;
    }

    Kind kind(int token) {
        return kinds[token];
    }

    String token(int token) {
        return text.substring(starts[token], ends[token]);
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    /** The text with every blank outside of quotes as a space: to the parser some line breaks end a statement. */
    String forParser() {
        return new String(plain);
    }

    /** Whether these tokens are the same; words in upper or lower case alike. */
    boolean same(int token, SqlScan other, int otherToken) {
        int length = ends[token] - starts[token];
        return length == other.ends[otherToken] - other.starts[otherToken]
                && text.regionMatches(
                        kinds[token] == Kind.WORD || kinds[token] == Kind.NUMBER,
                        starts[token],
                        other.text,
                        other.starts[otherToken],
                        length);
    }

    boolean isWord(int token, String lower) {
        return kinds[token] == Kind.WORD
                && ends[token] - starts[token] == lower.length()
                && text.regionMatches(true, starts[token], lower, 0, lower.length());
    }

    private void run() throws SqlRefused {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                plain[at++] = ' ';
            } else if (ended) {
                throw new SqlRefused(Reason.SQL_SEVERAL, "Send one statement; nothing may follow its semicolon.");
            } else {
                at = next(at, c);
            }
        }
        if (count == 0) {
            throw new SqlRefused(Reason.SQL_SYNTAX, "There is no statement.");
        }
        if (depth != 0) {
            throw new SqlRefused(Reason.SQL_SYNTAX, "A parenthesis is not closed.");
        }
    }

    private int next(int at, char c) throws SqlRefused {
        if (isLetter(c)) {
            return word(at);
        }
        if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            return number(at);
        }
        if (c == '\'') {
            if (count > 0 && kinds[count - 1] == Kind.TEXT) {
                throw ambiguous("Two texts in a row are one text to some databases; write one, or use ||.");
            }
            return quoted(at, c, Kind.TEXT);
        }
        if (dialect.quotesNames(c)) {
            return quoted(at, c, Kind.NAME);
        }
        if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            return operator(at);
        }
        return sign(at, c);
    }

    private int sign(int at, char c) throws SqlRefused {
        prefixes = 0;
        switch (c) {
            case '(', '[' -> open();
            case ')', ']' -> {
                if (--depth < 0) {
                    throw new SqlRefused(Reason.SQL_SYNTAX, "A parenthesis is closed that was not opened.");
                }
            }
            case ',', '.' -> {}
            case ';' -> {
                ended = true;
                return at + 1;
            }
            default ->
                throw ambiguous("The character " + describe(c)
                        + " may stand only in a text in single quotes, where databases read it alike.");
        }
        if ((c == '[' || c == ']') && dialect != SqlDialect.POSTGRESQL) {
            throw ambiguous("Brackets quote names in some databases; quote a name as this one does.");
        }
        if (c == '.' && at + 1 < text.length() && text.charAt(at + 1) == '.') {
            throw ambiguous("Two dots in a row are not allowed.");
        }
        add(Kind.SIGN, at, at + 1);
        return at + 1;
    }

    private void open() throws SqlRefused {
        if (++depth + cases > deepest) {
            throw tooDeep();
        }
    }

    private int word(int from) throws SqlRefused {
        int at = from + 1;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        char next = at < text.length() ? text.charAt(at) : ' ';
        boolean unicode = next == '&' && at + 1 < text.length() && isQuote(text.charAt(at + 1));
        if (isQuote(next) || unicode) {
            throw ambiguous("A text with a prefix, such as E'…' or x'…', is not allowed; write a plain one.");
        }
        if (next == '$') {
            throw ambiguous("The character $ may stand only in a text in single quotes.");
        }
        add(Kind.WORD, from, at);
        int token = count - 1;
        if (isWord(token, "case")) {
            cases++;
            if (depth + cases > deepest) {
                throw tooDeep();
            }
        } else if (isWord(token, "end")) {
            cases = Math.max(0, cases - 1);
        }
        if (isWord(token, "not")) {
            prefix();
        } else {
            prefixes = 0;
        }
        return at;
    }

    private void prefix() throws SqlRefused {
        if (++prefixes > deepest) {
            throw tooDeep();
        }
    }

    private int number(int from) throws SqlRefused {
        int at = digits(from);
        if (at < text.length() && text.charAt(at) == '.') {
            at = digits(at + 1);
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            int end = digits(exponent);
            at = end > exponent ? end : at;
        }
        if (at < text.length()) {
            char next = text.charAt(at);
            if (isLetter(next) || isDigit(next) || next == '.' || next == '$' || isQuote(next)) {
                throw ambiguous("A number ends where a blank or an operator follows; hexadecimal is not allowed.");
            }
        }
        add(Kind.NUMBER, from, at);
        prefixes = 0;
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int quoted(int from, char quote, Kind kind) throws SqlRefused {
        int at = from + 1;
        int backslashes = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == quote) {
                // INVARIANT: whether a backslash escapes or not, the text ends here.
                if (backslashes % 2 == 1) {
                    throw ambiguous("A backslash before a quote escapes it in some databases; double the quote.");
                }
                if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
                    break;
                }
                at++;
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            check(c, at, kind);
            at++;
        }
        if (at >= text.length()) {
            throw new SqlRefused(Reason.SQL_SYNTAX, "A quote is not closed.");
        }
        if (at + 1 < text.length() && (isLetter(text.charAt(at + 1)) || isQuote(text.charAt(at + 1)))) {
            throw ambiguous("After a closing quote there must be a blank or an operator.");
        }
        if (kind == Kind.NAME && at == from + 1) {
            throw ambiguous("A name may not be empty.");
        }
        add(kind, from, at + 1);
        prefixes = 0;
        return at + 1;
    }

    private void check(char c, int at, Kind kind) throws SqlRefused {
        boolean blank = c == '\t' || c == '\n' || c == '\r';
        if (c < ' ' && !(blank && kind == Kind.TEXT) || c == 0x7f) {
            throw ambiguous("Control characters are not allowed in quotes.");
        }
        if (kind == Kind.NAME && (isQuote(c) || c == '\\' || c == '.' || c == '[' || c == ']')) {
            throw ambiguous("A quoted name may hold no quote, backslash, bracket or dot.");
        }
        if (Character.isSurrogate(c)
                && !(Character.isHighSurrogate(c)
                                && at + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(at + 1))
                        || Character.isLowSurrogate(c) && Character.isHighSurrogate(text.charAt(at - 1)))) {
            throw ambiguous("The text is not well-formed Unicode.");
        }
    }

    private int operator(int from) throws SqlRefused {
        int at = from;
        while (at < text.length() && OPERATOR_CHARACTERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String run = text.substring(from, at);
        if (run.contains("--") || run.contains("/*") || run.contains("*/") || run.startsWith("#") && hashComments()) {
            throw new SqlRefused(Reason.SQL_COMMENT, "Comments are not allowed in a statement.");
        }
        if (run.equals("::") && dialect == SqlDialect.POSTGRESQL) {
            add(Kind.SIGN, from, at);
            return at;
        }
        int end = dialect == SqlDialect.POSTGRESQL ? trimmed(run) : run.length();
        while (end > 1 && !dialect.isOperator(run.substring(0, end)) && dialect != SqlDialect.POSTGRESQL) {
            end--;
        }
        String operator = run.substring(0, end);
        if (!dialect.isOperator(operator)) {
            throw ambiguous("The operator " + operator + " is not allowed; put blanks around operators.");
        }
        add(Kind.SIGN, from, from + end);
        if (operator.equals("-") || operator.equals("+") || operator.equals("~")) {
            prefix();
        } else {
            prefixes = 0;
        }
        return from + end;
    }

    private boolean hashComments() {
        return dialect == SqlDialect.MYSQL || dialect == SqlDialect.GENERIC;
    }

    /** PostgreSQL's rule: an operator of several characters ends in + or - only if it has one that is not simple. */
    private static int trimmed(String run) {
        int end = run.length();
        for (int i = 0; i < end; i++) {
            if (NOT_SIMPLE.indexOf(run.charAt(i)) >= 0) {
                return end;
            }
        }
        while (end > 1 && (run.charAt(end - 1) == '+' || run.charAt(end - 1) == '-')) {
            end--;
        }
        return end;
    }

    private void add(Kind kind, int start, int end) throws SqlRefused {
        if (count == most) {
            throw new SqlRefused(
                    Reason.SQL_TOO_COMPLEX, "The statement may have at most " + most + " words and operators.");
        }
        if (count == starts.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        kinds[count] = kind;
        starts[count] = start;
        ends[count++] = end;
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Letters beyond ASCII only of scripts that have no case or one-to-one cases: no compatibility forms. */
    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c >= 0xc0 && c < 0xff00 && Character.isLetter(c);
    }

    private static String describe(char c) {
        return c > ' ' && c < 0x7f ? String.valueOf(c) : String.format("U+%04X", (int) c);
    }

    private SqlRefused tooDeep() {
        return new SqlRefused(Reason.SQL_TOO_COMPLEX, "The statement may be nested at most " + deepest + " deep.");
    }

    private static SqlRefused ambiguous(String message) {
        return new SqlRefused(Reason.SQL_AMBIGUOUS, message);
    }
}
