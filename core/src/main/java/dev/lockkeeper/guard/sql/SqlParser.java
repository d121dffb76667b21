package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.Statement;

/**
 * Reads a scanned statement with the parser, in the calling thread, and makes sure that both read the same: the words
 * that the parser split are those of the scan, and what it understood is, written out again, all that was there.
 */
final class SqlParser {

    private SqlParser() {}

    static Statement parse(SqlScan scan, SqlDialect dialect) throws SqlRefused {
        String text = scan.forParser();
        var parser = new CCJSqlParser(new StringProvider(text))
                .withDialect(dialect.parser())
                .withAllowComplexParsing(true)
                .withUnsupportedStatements(false)
                .withErrorRecovery(false);
        Token beforeFirst = parser.token;
        Statement statement;
        try {
            statement = parser.Statement();
        } catch (ParseException e) {
            throw new SqlRefused(Reason.SQL_SYNTAX, "The statement is not understood as SQL of this database.");
        }
        if (statement == null) {
            throw new SqlRefused(Reason.SQL_SYNTAX, "There is no statement.");
        }
        compareWords(scan, text, beforeFirst);
        compareMeaning(scan, statement, dialect);
        return statement;
    }

    /** INVARIANT: each of the parser's tokens begins and ends where one of the scan's does, and quotes are one token. */
    private static void compareWords(SqlScan scan, String text, Token beforeFirst) throws SqlRefused {
        int at = 0;
        int mine = 0;
        Token token = beforeFirst.next;
        for (; token != null && token.kind != CCJSqlParserConstants.EOF; token = token.next) {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            if (token.kind == CCJSqlParserConstants.ST_SEMICOLON && mine == scan.count()) {
                continue;
            }
            if (mine == scan.count() || scan.start(mine) != at || !text.startsWith(token.image, at)) {
                throw differently();
            }
            at += token.image.length();
            int first = mine;
            while (mine < scan.count() && scan.end(mine) <= at) {
                mine++;
            }
            boolean whole = mine > first && scan.end(mine - 1) == at;
            if (!whole || mine - first > 1 && hasQuotes(scan, first, mine)) {
                throw differently();
            }
            if ((scan.kind(first) == SqlScan.Kind.TEXT) != (token.kind == CCJSqlParserConstants.S_CHAR_LITERAL)) {
                throw differently();
            }
        }
        if (mine != scan.count()) {
            throw differently();
        }
    }

    private static boolean hasQuotes(SqlScan scan, int from, int to) {
        for (int i = from; i < to; i++) {
            if (scan.kind(i) == SqlScan.Kind.TEXT || scan.kind(i) == SqlScan.Kind.NAME) {
                return true;
            }
        }
        return false;
    }

    /** INVARIANT: the tree accounts for every word, so that nothing was skipped. */
    private static void compareMeaning(SqlScan scan, Statement statement, SqlDialect dialect) throws SqlRefused {
        SqlScan understood;
        try {
            understood = SqlScan.again(statement.toString(), dialect);
        } catch (SqlRefused e) {
            throw differently();
        }
        int mine = 0;
        int other = 0;
        while (mine < scan.count() && other < understood.count()) {
            if (scan.same(mine, understood, other)) {
                mine++;
                other++;
            } else if (isNoise(scan, mine)) {
                mine++;
            } else if (isNoise(understood, other)) {
                other++;
            } else {
                throw differently();
            }
        }
        while (mine < scan.count() && isNoise(scan, mine)) {
            mine++;
        }
        if (mine != scan.count() || other != understood.count()) {
            throw differently();
        }
    }

    /** Words that change nothing, and that the parser does not always write again. */
    private static boolean isNoise(SqlScan scan, int token) {
        return scan.isWord(token, "as") || scan.isWord(token, "asc");
    }

    private static SqlRefused differently() {
        return new SqlRefused(
                Reason.SQL_AMBIGUOUS, "The statement can be read in more than one way; write it in a simpler form.");
    }
}
