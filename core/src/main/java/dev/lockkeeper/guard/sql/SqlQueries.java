package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/** Queries within queries: which tables each names, and which of them its columns may come from. */
final class SqlQueries {

    /**
     * A query that a WITH gives a name to.
     *
     * @param open whether it is still being read, and would be made of its own rows
     */
    private record Named(
            String name, boolean open, @Nullable Named next) {}

    private final SqlWalk walk;
    private final SqlDialect dialect;
    private final SqlNames names;
    private final SqlWords words;
    private final boolean recursive;

    private Scope scope = new Scope(null);
    private @Nullable Named named;

    SqlQueries(SqlWalk walk, SqlSettings settings, SqlNames names, SqlWords words) {
        this.walk = walk;
        this.dialect = settings.dialect();
        this.recursive = settings.recursive();
        this.names = names;
        this.words = words;
    }

    /** What columns may come from here. */
    Scope scope() {
        return scope;
    }

    /** A query as a part of an expression. */
    void expression(Select query) throws SqlRefused {
        inner(query, scope);
    }

    void select(Select select) throws SqlRefused {
        Named before = named;
        walk.plain(select);
        with(select.getWithItemsList());
        switch (select) {
            case PlainSelect plain -> plainSelect(plain, false);
            case SetOperationList list -> setOperations(list);
            case ParenthesedSelect inner -> parenthesed(inner);
            case Values values -> walk.all(values, "withItemsList");
            default -> throw SqlRefused.construct();
        }
        named = before;
    }

    /** The named queries before a query or a change, which stay known for what follows. */
    void with(@Nullable List<WithItem<?>> items) throws SqlRefused {
        if (items == null) {
            return;
        }
        boolean said = false;
        for (WithItem<?> item : items) {
            said |= item.isRecursive();
            if (said && !recursive) {
                throw endless();
            }
            walk.plain(item);
            String name = words.queryName(item.getAlias().getName());
            walk.alias(item.getAlias());
            if (!(item.getParenthesedStatement() instanceof ParenthesedSelect query)) {
                throw SqlRefused.construct("WITH may name queries only, and nothing that changes data.");
            }
            // Without RECURSIVE the name is not yet known inside, and means the table; but not to every database.
            Named before = named;
            if (said || !recursive && dialect.recursesUnsaid()) {
                named = new Named(name, !said, named);
            }
            inner(query, scope.outer());
            named = new Named(name, false, before);
            if (item.getWithItemList() != null) {
                for (SelectItem<?> column : item.getWithItemList()) {
                    walk.plain(column);
                    if (!(column.getExpression() instanceof Column named) || column.getAlias() != null) {
                        throw SqlRefused.construct();
                    }
                    walk.bare(named);
                }
            }
        }
    }

    /** A query whose columns may come from this scope beside its own. */
    void inner(Select query, @Nullable Scope visible) throws SqlRefused {
        Scope before = scope;
        // A scope of its own for what is written around the query, so that with() finds the one outside.
        scope = new Scope(visible);
        select(query);
        scope = before;
    }

    private void plainSelect(PlainSelect select, boolean starShowsNothing) throws SqlRefused {
        Scope before = scope;
        scope = new Scope(before.outer());
        tables(select.getFromItem(), select.getJoins());
        for (SelectItem<?> item : select.getSelectItems()) {
            Alias alias = item.getAlias();
            if (alias != null) {
                scope.alias(dialect.fold(alias.getName()));
            }
            if (starShowsNothing
                    && item.getExpression() instanceof AllColumns star
                    && walk.isPlainStar(star)
                    && alias == null) {
                walk.plain(item);
            } else {
                walk.visit(item);
            }
        }
        if (select.getOrderByElements() != null) {
            for (OrderByElement element : select.getOrderByElements()) {
                orderBy(element);
            }
        }
        walk.all(select, "withItemsList fromItem joins selectItems orderByElements");
        scope = before;
    }

    private void orderBy(OrderByElement element) throws SqlRefused {
        boolean ofAnswer = element.getExpression() instanceof Column column
                && column.getTable() == null
                && column.getArrayConstructor() == null
                && scope.isAlias(dialect.fold(column.getColumnName()));
        if (ofAnswer) {
            walk.plain(element);
            walk.plain(element.getExpression());
        } else {
            walk.visit(element);
        }
    }

    private void setOperations(SetOperationList list) throws SqlRefused {
        for (Select select : list.getSelects()) {
            select(select);
        }
        Scope before = scope;
        // What stands after the last query is about columns of the answer.
        scope = new Scope(null);
        walk.all(list, "withItemsList selects");
        scope = before;
    }

    private void parenthesed(ParenthesedSelect outside) throws SqlRefused {
        select(outside.getSelect());
        if (outside.getOrderByElements() != null && names.hidesColumns()) {
            for (OrderByElement element : outside.getOrderByElements()) {
                if (!(element.getExpression() instanceof LongValue)) {
                    // PostgreSQL puts it into the query, where it could name any column.
                    throw SqlRefused.construct("After a query in parentheses, order by the numbers of its columns.");
                }
            }
        }
        Scope before = scope;
        scope = new Scope(null);
        walk.all(outside, "withItemsList select");
        scope = before;
    }

    /** What a query or a change takes its rows from. */
    void tables(@Nullable FromItem first, @Nullable List<Join> joins) throws SqlRefused {
        from(first, joins);
        // When all are in sight: in SQLite the arguments of a function may be columns of tables that come after it.
        for (TableFunction function : scope.functions()) {
            walk.visit(function);
        }
    }

    private void from(@Nullable FromItem first, @Nullable List<Join> joins) throws SqlRefused {
        if (first != null) {
            fromItem(first);
        }
        if (joins == null) {
            return;
        }
        for (Join join : joins) {
            walk.plain(join);
            fromItem(join.getFromItem());
            if (join.isNatural() && scope.hides(0)) {
                throw new SqlRefused(
                        Reason.SQL_COLUMN, "A natural join uses columns that are hidden; name the columns with ON.");
            }
            for (Column column : join.getUsingColumns()) {
                if (!scope.allShow(walk.bare(column))) {
                    throw SqlRefused.column(column.getColumnName());
                }
            }
        }
        for (Join join : joins) {
            for (Expression on : join.getOnExpressions()) {
                walk.visit(on);
            }
        }
    }

    private void fromItem(@Nullable FromItem item) throws SqlRefused {
        switch (item) {
            case Table table -> table(table, true);
            case LateralSubSelect lateral -> derived(lateral, scope);
            case ParenthesedSelect query -> derived(query, scope.outer());
            case Values values -> derived(values, scope.outer());
            case ParenthesedFromItem parenthesed -> {
                walk.plain(parenthesed);
                int before = scope.size();
                from(parenthesed.getFromItem(), parenthesed.getJoins());
                if (parenthesed.getAlias() != null) {
                    if (scope.hides(before)) {
                        throw new SqlRefused(
                                Reason.SQL_COLUMN,
                                "Give each table of a join a name of its own, not the join as a whole.");
                    }
                    walk.alias(parenthesed.getAlias());
                    scope.add(words.name(parenthesed.getAlias().getName()), null);
                }
            }
            case TableFunction function -> {
                scope.functions().add(function);
                if (function.getAlias() != null) {
                    scope.add(words.name(function.getAlias().getName()), null);
                } else if (function.getFunction() != null) {
                    scope.add(dialect.fold(function.getFunction().getName()), null);
                }
            }
            case null, default -> throw SqlRefused.construct();
        }
    }

    private void derived(Select query, @Nullable Scope visible) throws SqlRefused {
        inner(query, visible);
        Alias alias = query.getAlias();
        if (alias != null) {
            scope.add(words.name(alias.getName()), null);
        }
    }

    /**
     * A table by its name.
     *
     * @param mayBeNamedQuery whether a query of a WITH may be meant, as everywhere but in what is changed
     */
    void table(Table table, boolean mayBeNamedQuery) throws SqlRefused {
        walk.plain(table);
        List<String> parts = words.parts(table);
        String last = parts.getLast();
        Alias alias = table.getAlias();
        Set<String> shown = null;
        Named meant = mayBeNamedQuery && parts.size() == 1 ? named(words.queryName(table.getName())) : null;
        boolean query = meant != null && !meant.open;
        if (!query && !words.isDual(table)) {
            if (!names.allowsTable(parts)) {
                throw new SqlRefused(
                        Reason.SQL_TABLE,
                        "The table " + String.join(".", parts) + " is not one that may be used here.");
            }
            shown = names.columns(parts);
        }
        if (meant != null && meant.open) {
            throw endless();
        }
        if (alias != null) {
            walk.alias(alias);
            if (shown != null && alias.getAliasColumns() != null) {
                throw new SqlRefused(Reason.SQL_COLUMN, "The columns of this table cannot be given other names.");
            }
        }
        scope.add(alias == null ? last : words.name(alias.getName()), shown);
    }

    private @Nullable Named named(String name) {
        Named at = named;
        while (at != null && !at.name.equals(name)) {
            at = at.next;
        }
        return at;
    }

    private static SqlRefused endless() {
        return SqlRefused.construct("A query of a WITH may not be made of its own rows, since it need never end.");
    }

    /** The columns of EXISTS go nowhere, so that its star shows nothing. */
    void exists(ExistsExpression exists) throws SqlRefused {
        walk.plain(exists);
        Object right = exists.getRightExpression();
        if (right instanceof ParenthesedSelect outside
                && outside.getSelect() instanceof PlainSelect select
                && select.getWithItemsList() == null
                && outside.getWithItemsList() == null) {
            walk.plain(outside);
            walk.plain(select);
            Scope before = scope;
            scope = new Scope(scope);
            plainSelect(select, true);
            walk.all(outside, "withItemsList select");
            scope = before;
        } else {
            walk.visit(right);
        }
    }
}
