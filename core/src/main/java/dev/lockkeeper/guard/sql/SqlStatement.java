package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import java.util.Locale;
import java.util.function.Consumer;
import net.sf.jsqlparser.statement.ExplainStatement;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.Update;

/** One statement: its kind, and the rules of that kind. */
final class SqlStatement {

    private final SqlSettings settings;
    private final SqlLimit limit;
    private final SqlWalk walk;
    private final SqlQueries queries;
    private final SqlChanges changes;
    private boolean explained;

    SqlStatement(SqlSettings settings, SqlNames names, Consumer<Object> visited) {
        this.settings = settings;
        this.limit = new SqlLimit(settings.limit());
        this.walk = new SqlWalk(settings, names, visited);
        this.queries = walk.queries();
        this.changes = new SqlChanges(walk, queries, names, new SqlWords(settings.dialect()));
    }

    /** Whether the first word could begin a statement of an allowed kind: what cannot does not reach the parser. */
    static void checkBeginning(SqlScan scan, SqlSettings settings) throws SqlRefused {
        if (scan.kind(0) == SqlScan.Kind.WORD) {
            boolean query = scan.isWord(0, "select") || scan.isWord(0, "values") || scan.isWord(0, "with");
            boolean other = settings.statements().stream()
                    .anyMatch(kind -> scan.isWord(0, kind.name().toLowerCase(Locale.ROOT)));
            if (!query && !other) {
                throw kindOf(settings);
            }
        }
    }

    /** Whether the statement may be sent. */
    void check(Statement statement) throws SqlRefused {
        StatementKind kind = switch (statement) {
            case Select select -> StatementKind.SELECT;
            case Insert insert -> StatementKind.INSERT;
            case Update update -> StatementKind.UPDATE;
            case Delete delete -> StatementKind.DELETE;
            case ExplainStatement explain -> StatementKind.EXPLAIN;
            default -> throw kindOf(settings);
        };
        if (!settings.statements().contains(kind)) {
            throw kindOf(settings);
        }
        switch (kind) {
            case SELECT -> {
                if (!explained) {
                    limit.check((Select) statement);
                }
                queries.select((Select) statement);
            }
            case EXPLAIN -> explain((ExplainStatement) statement);
            case INSERT -> changes.insert((Insert) statement);
            case UPDATE -> changes.update((Update) statement);
            case DELETE -> changes.delete((Delete) statement);
        }
    }

    private static SqlRefused kindOf(SqlSettings settings) {
        String allowed = String.join(
                ", ", settings.statements().stream().map(StatementKind::name).toList());
        return new SqlRefused(
                Reason.SQL_STATEMENT, "Only " + allowed + " may be sent; this is another kind of statement.");
    }

    private void explain(ExplainStatement explain) throws SqlRefused {
        Statement explained = explain.getStatement();
        walk.plain(explain);
        if (explained == null || explained instanceof ExplainStatement) {
            throw SqlRefused.construct("EXPLAIN is for a SELECT.");
        }
        boolean runs = false;
        for (ExplainStatement.Option option : explain.getOptionList()) {
            walk.plain(option);
            switch (option.getType()) {
                case ANALYZE -> runs = true;
                case VERBOSE, COSTS, BUFFERS, FORMAT -> {}
                default -> throw SqlRefused.construct("This option of EXPLAIN is not allowed.");
            }
        }
        if (runs && !(explained instanceof Select)) {
            throw SqlRefused.construct("EXPLAIN ANALYZE runs the statement; leave ANALYZE out.");
        }
        this.explained = true;
        check(explained);
    }
}
