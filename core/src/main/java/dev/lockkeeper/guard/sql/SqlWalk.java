package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.CollateExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.TableFunction;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the whole tree of one statement. Every node must be of a class of {@link SqlGrammar}, and what stands in
 * it is judged here: columns, stars, calls. Queries open scopes in {@link SqlQueries}.
 */
final class SqlWalk {

    private final SqlNames names;
    private final SqlWords words;
    private final SqlCalls calls;
    private final SqlQueries queries;
    private final Consumer<Object> visited;

    /** @param visited is told each node that the walk has looked at */
    SqlWalk(SqlSettings settings, SqlNames names, Consumer<Object> visited) {
        SqlDialect dialect = settings.dialect();
        this.names = names;
        this.words = new SqlWords(dialect);
        this.calls = new SqlCalls(dialect, names);
        this.visited = visited;
        this.queries = new SqlQueries(this, settings, names, words);
    }

    SqlQueries queries() {
        return queries;
    }

    void visit(@Nullable Object node) throws SqlRefused {
        switch (node) {
            case null -> {}
            case Select select -> queries.expression(select);
            case Column column -> column(column);
            case AllTableColumns star -> starOf(star);
            case AllColumns star -> star(star);
            case Table table -> queries.table(table, true);
            case Function function -> function(function);
            case AnalyticExpression function -> analytic(function);
            case ColDataType type -> {
                calls.checkType(type);
                descend(type);
            }
            case CollateExpression collate -> {
                calls.checkCollation(collate.getCollate());
                descend(collate);
            }
            case ExistsExpression exists -> queries.exists(exists);
            case InExpression in -> {
                if (!(in.getRightExpression() instanceof ParenthesedExpressionList<?>
                        || in.getRightExpression() instanceof ParenthesedSelect)) {
                    // SQLite reads a table where there are no parentheses.
                    throw SqlRefused.construct("After IN there must be a list or a query in parentheses.");
                }
                descend(in);
            }
            case IntervalExpression interval -> {
                String amount = interval.getParameter();
                if (amount != null && !amount.isEmpty() && amount.charAt(0) != '\'' && !isNumber(amount)) {
                    throw SqlRefused.construct("Write the amount of an INTERVAL as a number or a text.");
                }
                descend(interval);
            }
            case Alias alias -> alias(alias);
            case String text -> {
                if (!SqlDialect.isQuoted(text) || text.charAt(0) != '\'') {
                    throw SqlRefused.construct();
                }
            }
            default -> descend(node);
        }
    }

    private void descend(Object node) throws SqlRefused {
        all(node, "");
    }

    /** Walks the children of a node but those named, which were walked already. */
    void all(Object node, String done) throws SqlRefused {
        Node shape = plain(node);
        for (int i = 0; i < shape.children(); i++) {
            if (done.isEmpty() || !shape.isNamed(i, done)) {
                each(shape.child(i, node));
            }
        }
        if (node instanceof Collection<?> elements) {
            for (Object element : elements) {
                visit(element);
            }
        }
    }

    private void each(@Nullable Object child) throws SqlRefused {
        if (child instanceof Collection<?> list && SqlGrammar.of(child.getClass()) == null) {
            for (Object element : list) {
                each(element);
            }
        } else if (child instanceof Map.Entry<?, ?> entry && entry.getValue() instanceof String) {
            visit(entry.getKey());
        } else {
            visit(child);
        }
    }

    /** INVARIANT: whatever is walked has gone through here: a class of the grammar, with nothing in its other fields. */
    Node plain(Object node) throws SqlRefused {
        visited.accept(node);
        Node shape = SqlGrammar.of(node.getClass());
        if (shape == null || !shape.isPlain(node)) {
            throw SqlRefused.construct();
        }
        return shape;
    }

    private void column(Column column) throws SqlRefused {
        plain(column);
        String written = column.getColumnName();
        String name = words.name(written);
        Table table = column.getTable();
        calls.checkColumn(written, name, table != null);
        if (table == null) {
            if (!queries.scope().shows(name)) {
                throw SqlRefused.column(written);
            }
        } else {
            plain(table);
            List<String> parts = words.parts(table);
            if (table.getAlias() != null) {
                throw SqlRefused.construct();
            }
            if (names.hidesColumns() && !queries.scope().shows(parts.getLast(), name)) {
                throw SqlRefused.column(written);
            }
        }
        visit(column.getArrayConstructor());
    }

    /** The name of a column that is nothing but a name. */
    String bare(Column column) throws SqlRefused {
        plain(column);
        if (column.getTable() != null || column.getArrayConstructor() != null) {
            throw SqlRefused.construct();
        }
        return words.name(column.getColumnName());
    }

    private void star(AllColumns star) throws SqlRefused {
        plain(star);
        if (!queries.scope().showsAll()) {
            throw new SqlRefused(Reason.SQL_COLUMN, "Name the columns; * would show hidden ones too.");
        }
    }

    private void starOf(AllTableColumns star) throws SqlRefused {
        plain(star);
        plain(star.getTable());
        if (star.getTable().getAlias() != null) {
            throw SqlRefused.construct();
        }
        if (names.hidesColumns()
                && !queries.scope().showsAllOf(words.parts(star.getTable()).getLast())) {
            throw new SqlRefused(Reason.SQL_COLUMN, "Name the columns; * would show hidden ones too.");
        }
    }

    boolean isPlainStar(AllColumns star) throws SqlRefused {
        plain(star);
        return !(star instanceof AllTableColumns);
    }

    private void function(Function function) throws SqlRefused {
        if (function instanceof TableFunction) {
            descend(function);
            return;
        }
        calls.check(function.getMultipartName());
        calls.checkFormat(function);
        Node shape = plain(function);
        for (int i = 0; i < shape.children(); i++) {
            Object child = shape.child(i, function);
            if (child != null && isCountOfRows(function, child)) {
                plain(child);
            } else {
                each(child);
            }
        }
    }

    private boolean isCountOfRows(Function function, Object child) throws SqlRefused {
        return child instanceof Collection<?> list
                && list.size() == 1
                && list.iterator().next() instanceof AllColumns star
                && isPlainStar(star)
                && function.getName().equalsIgnoreCase("count");
    }

    private void analytic(AnalyticExpression function) throws SqlRefused {
        String name = function.getName();
        if (name.indexOf('.') >= 0) {
            throw SqlRefused.function(name);
        }
        calls.check(List.of(name));
        boolean countsRows = name.equalsIgnoreCase("count")
                && function.getExpression() instanceof AllColumns star
                && isPlainStar(star);
        all(function, countsRows ? "expression" : "");
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    /** Another name for something. */
    void alias(Alias alias) throws SqlRefused {
        plain(alias);
        words.checkAlias(alias);
        if (alias.getAliasColumns() != null) {
            for (Alias.AliasColumn column : alias.getAliasColumns()) {
                plain(column);
                words.name(column.name);
                visit(column.colDataType);
            }
        }
    }
}
