package dev.lockkeeper.guard.sql;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.CollateExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.ExplainStatement;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
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
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the whole tree of one statement. Every node must be of a class of {@link SqlGrammar}; here stands what
 * names in it may be, and in which order scopes open.
 */
final class SqlWalk {

    private static final Set<String> COLLATIONS =
            Set.of("nocase", "binary", "rtrim", "c", "posix", "ucs_basic", "unicode");

    /** A query that a WITH gives a name to. */
    private record Named(String name, @Nullable Named next) {}

    private final SqlSettings settings;
    private final SqlDialect dialect;
    private final SqlNames names;
    private final SqlLimit limit;

    private final Consumer<Object> visited;

    private Scope scope = new Scope(null);
    private @Nullable Named named;
    private boolean explained;

    SqlWalk(SqlSettings settings, SqlNames names) {
        this(settings, names, node -> {});
    }

    /** @param visited is told each node that the walk has looked at */
    SqlWalk(SqlSettings settings, SqlNames names, Consumer<Object> visited) {
        this.visited = visited;
        this.settings = settings;
        this.dialect = settings.dialect();
        this.names = names;
        this.limit = new SqlLimit(settings.limit());
    }

    Assessment judge(Statement statement) throws SqlRefused {
        statement(statement);
        return Assessment.fit();
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

    private void statement(Statement statement) throws SqlRefused {
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
                select((Select) statement);
            }
            case EXPLAIN -> explain((ExplainStatement) statement);
            case INSERT -> insert((Insert) statement);
            case UPDATE -> update((Update) statement);
            case DELETE -> delete((Delete) statement);
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
        plain(explain);
        if (explained == null || explained instanceof ExplainStatement) {
            throw construct("EXPLAIN is for a SELECT.");
        }
        boolean runs = false;
        for (ExplainStatement.Option option : explain.getOptionList()) {
            plain(option);
            switch (option.getType()) {
                case ANALYZE -> runs = true;
                case VERBOSE, COSTS, BUFFERS, FORMAT -> {}
                default -> throw construct("This option of EXPLAIN is not allowed.");
            }
        }
        if (runs && !(explained instanceof Select)) {
            throw construct("EXPLAIN ANALYZE runs the statement; leave ANALYZE out.");
        }
        this.explained = true;
        statement(explained);
    }

    // --- queries

    private void select(Select select) throws SqlRefused {
        Named before = named;
        plain(select);
        with(select.getWithItemsList());
        switch (select) {
            case PlainSelect plain -> plainSelect(plain, false);
            case SetOperationList list -> setOperations(list);
            case ParenthesedSelect inner -> parenthesed(inner);
            case Values values -> all(values, "withItemsList");
            default -> throw construct(UNKNOWN);
        }
        named = before;
    }

    private static final String UNKNOWN = "The statement has a construct that is not allowed.";

    private void with(@Nullable List<WithItem<?>> items) throws SqlRefused {
        if (items == null) {
            return;
        }
        boolean recursive = false;
        for (WithItem<?> item : items) {
            recursive |= item.isRecursive();
            plain(item);
            String name = queryName(item.getAlias().getName());
            alias(item.getAlias());
            if (!(item.getParenthesedStatement() instanceof ParenthesedSelect query)) {
                throw construct("WITH may name queries only, and nothing that changes data.");
            }
            // Without RECURSIVE the name is not yet known inside, and means the table.
            Named before = named;
            if (recursive) {
                named = new Named(name, named);
            }
            inner(query, scope.outer());
            named = new Named(name, before);
            if (item.getWithItemList() != null) {
                for (SelectItem<?> column : item.getWithItemList()) {
                    plain(column);
                    if (!(column.getExpression() instanceof Column named) || column.getAlias() != null) {
                        throw construct(UNKNOWN);
                    }
                    bare(named);
                }
            }
        }
    }

    /** A query whose columns may come from this scope beside its own. */
    private void inner(Select query, @Nullable Scope visible) throws SqlRefused {
        Scope before = scope;
        // A scope of its own for what is written around the query, so that with() finds the one outside.
        scope = new Scope(visible);
        select(query);
        scope = before;
    }

    private void plainSelect(PlainSelect select, boolean starShowsNothing) throws SqlRefused {
        Scope before = scope;
        scope = new Scope(before.outer());
        from(select.getFromItem(), select.getJoins());
        for (SelectItem<?> item : select.getSelectItems()) {
            Alias alias = item.getAlias();
            if (alias != null) {
                scope.alias(dialect.fold(alias.getName()));
            }
            if (starShowsNothing
                    && item.getExpression() instanceof AllColumns star
                    && isPlainStar(star)
                    && alias == null) {
                plain(item);
            } else {
                visit(item);
            }
        }
        if (select.getOrderByElements() != null) {
            for (OrderByElement element : select.getOrderByElements()) {
                orderBy(element);
            }
        }
        all(select, "withItemsList fromItem joins selectItems orderByElements");
        scope = before;
    }

    private void orderBy(OrderByElement element) throws SqlRefused {
        boolean ofAnswer = element.getExpression() instanceof Column column
                && column.getTable() == null
                && column.getArrayConstructor() == null
                && scope.isAlias(dialect.fold(column.getColumnName()));
        if (ofAnswer) {
            plain(element);
            plain(element.getExpression());
        } else {
            visit(element);
        }
    }

    private void setOperations(SetOperationList list) throws SqlRefused {
        for (Select select : list.getSelects()) {
            select(select);
        }
        Scope before = scope;
        // What stands after the last query is about columns of the answer.
        scope = new Scope(null);
        all(list, "withItemsList selects");
        scope = before;
    }

    private void parenthesed(ParenthesedSelect outside) throws SqlRefused {
        select(outside.getSelect());
        if (outside.getOrderByElements() != null && names.hidesColumns()) {
            for (OrderByElement element : outside.getOrderByElements()) {
                if (!(element.getExpression() instanceof LongValue)) {
                    // PostgreSQL puts it into the query, where it could name any column.
                    throw construct("After a query in parentheses, order by the numbers of its columns.");
                }
            }
        }
        Scope before = scope;
        scope = new Scope(null);
        all(outside, "withItemsList select");
        scope = before;
    }

    // --- tables

    private void from(@Nullable FromItem first, @Nullable List<Join> joins) throws SqlRefused {
        if (first != null) {
            fromItem(first);
        }
        if (joins == null) {
            return;
        }
        for (Join join : joins) {
            plain(join);
            fromItem(join.getFromItem());
            if (join.isNatural() && scope.hides(0)) {
                throw new SqlRefused(
                        Reason.SQL_COLUMN, "A natural join uses columns that are hidden; name the columns with ON.");
            }
            for (Column column : join.getUsingColumns()) {
                if (!scope.allShow(bare(column))) {
                    throw hidden(column.getColumnName());
                }
            }
        }
        for (Join join : joins) {
            for (Expression on : join.getOnExpressions()) {
                visit(on);
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
                plain(parenthesed);
                int before = scope.size();
                from(parenthesed.getFromItem(), parenthesed.getJoins());
                if (parenthesed.getAlias() != null) {
                    if (scope.hides(before)) {
                        throw new SqlRefused(
                                Reason.SQL_COLUMN,
                                "Give each table of a join a name of its own, not the join as a whole.");
                    }
                    alias(parenthesed.getAlias());
                    scope.add(name(parenthesed.getAlias().getName()), null);
                }
            }
            case TableFunction function -> {
                visit(function);
                if (function.getAlias() != null) {
                    scope.add(name(function.getAlias().getName()), null);
                } else if (function.getFunction() != null) {
                    scope.add(dialect.fold(function.getFunction().getName()), null);
                }
            }
            case null, default -> throw construct(UNKNOWN);
        }
    }

    private void derived(Select query, @Nullable Scope visible) throws SqlRefused {
        inner(query, visible);
        Alias alias = query.getAlias();
        if (alias != null) {
            scope.add(name(alias.getName()), null);
        }
    }

    private void table(Table table, boolean mayBeNamedQuery) throws SqlRefused {
        plain(table);
        List<String> parts = parts(table);
        String last = parts.getLast();
        Alias alias = table.getAlias();
        Set<String> shown = null;
        boolean query = mayBeNamedQuery && parts.size() == 1 && isNamedQuery(queryName(table.getName()));
        if (!query && !isDual(table)) {
            if (!names.allowsTable(parts)) {
                throw new SqlRefused(
                        Reason.SQL_TABLE,
                        "The table " + String.join(".", parts) + " is not one that may be used here.");
            }
            shown = names.columns(parts);
        }
        if (alias != null) {
            alias(alias);
            if (shown != null && alias.getAliasColumns() != null) {
                throw new SqlRefused(Reason.SQL_COLUMN, "The columns of this table cannot be given other names.");
            }
        }
        scope.add(alias == null ? last : name(alias.getName()), shown);
    }

    /** The parts of the name, schema first; the parser keeps them the other way round. */
    private List<String> parts(Table table) throws SqlRefused {
        List<String> written = table.getNameParts();
        List<String> parts = new ArrayList<>(written.size());
        for (int i = written.size() - 1; i >= 0; i--) {
            String part = written.get(i);
            if (part == null || part.isEmpty() || part.charAt(0) == '\'') {
                throw construct("The name of a table is not written as a text.");
            }
            parts.add(name(part));
        }
        if (parts.isEmpty() || parts.size() > 3) {
            throw construct(UNKNOWN);
        }
        return parts;
    }

    private boolean isNamedQuery(String name) {
        for (Named at = named; at != null; at = at.next) {
            if (at.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** What a query of a WITH is known by: some databases tell names apart by case here that are one elsewhere. */
    private String queryName(String written) throws SqlRefused {
        String folded = name(written);
        return switch (dialect) {
            case POSTGRESQL, SQLITE -> folded;
            case MYSQL -> SqlDialect.unquoted(written);
            case GENERIC -> written;
        };
    }

    /** MySQL's table of one row, which is no table. */
    private boolean isDual(Table table) {
        return dialect == SqlDialect.MYSQL && table.getFullyQualifiedName().equalsIgnoreCase("dual");
    }

    // --- expressions

    private void visit(@Nullable Object node) throws SqlRefused {
        switch (node) {
            case null -> {}
            case Select select -> inner(select, scope);
            case Column column -> column(column);
            case AllTableColumns star -> starOf(star);
            case AllColumns star -> star(star);
            case Table table -> table(table, true);
            case Function function -> function(function);
            case AnalyticExpression function -> analytic(function);
            case CastExpression cast -> {
                type(cast.getColDataType());
                descend(cast);
            }
            case ColDataType type -> {
                type(type);
                descend(type);
            }
            case CollateExpression collate -> {
                collation(collate.getCollate());
                descend(collate);
            }
            case ExistsExpression exists -> exists(exists);
            case InExpression in -> {
                if (!(in.getRightExpression() instanceof ParenthesedExpressionList<?>
                        || in.getRightExpression() instanceof ParenthesedSelect)) {
                    // SQLite reads a table where there are no parentheses.
                    throw construct("After IN there must be a list or a query in parentheses.");
                }
                descend(in);
            }
            case IntervalExpression interval -> {
                String amount = interval.getParameter();
                if (amount != null && !amount.isEmpty() && amount.charAt(0) != '\'' && !isNumber(amount)) {
                    throw construct("Write the amount of an INTERVAL as a number or a text.");
                }
                descend(interval);
            }
            case Alias alias -> alias(alias);
            case String text -> {
                if (!SqlDialect.isQuoted(text) || text.charAt(0) != '\'') {
                    throw construct(UNKNOWN);
                }
            }
            default -> descend(node);
        }
    }

    private void descend(Object node) throws SqlRefused {
        all(node, "");
    }

    /** Walks the children of a node but those named, which were walked already. */
    private void all(Object node, String done) throws SqlRefused {
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
    private Node plain(Object node) throws SqlRefused {
        visited.accept(node);
        Node shape = SqlGrammar.of(node.getClass());
        if (shape == null || !shape.isPlain(node)) {
            throw construct(UNKNOWN);
        }
        return shape;
    }

    private void exists(ExistsExpression exists) throws SqlRefused {
        plain(exists);
        Object right = exists.getRightExpression();
        if (right instanceof ParenthesedSelect outside
                && outside.getSelect() instanceof PlainSelect select
                && select.getWithItemsList() == null
                && outside.getWithItemsList() == null) {
            plain(outside);
            plain(select);
            Scope before = scope;
            scope = new Scope(scope);
            plainSelect(select, true);
            all(outside, "withItemsList select");
            scope = before;
        } else {
            visit(right);
        }
    }

    private void column(Column column) throws SqlRefused {
        plain(column);
        String written = column.getColumnName();
        String name = name(written);
        Table table = column.getTable();
        if (table == null) {
            if (ReservedWords.isCall(written, dialect) && !names.allowsFunction(name)) {
                throw notAllowed(name);
            }
            if (!scope.shows(name)) {
                throw hidden(written);
            }
        } else {
            plain(table);
            List<String> parts = parts(table);
            if (table.getAlias() != null) {
                throw construct(UNKNOWN);
            }
            if (names.hidesColumns() && !scope.shows(parts.getLast(), name)) {
                throw hidden(written);
            }
            if (dialect == SqlDialect.POSTGRESQL && isServerFunction(name)) {
                // A function of a row can be written like a column of its table.
                throw notAllowed(name);
            }
        }
        visit(column.getArrayConstructor());
    }

    /** The name of a column that is nothing but a name. */
    private String bare(Column column) throws SqlRefused {
        plain(column);
        if (column.getTable() != null || column.getArrayConstructor() != null) {
            throw construct(UNKNOWN);
        }
        return name(column.getColumnName());
    }

    private static boolean isServerFunction(String name) {
        return name.startsWith("pg_")
                || name.startsWith("lo_")
                || name.endsWith("_to_xml")
                || name.startsWith("dblink");
    }

    private void star(AllColumns star) throws SqlRefused {
        plain(star);
        if (!scope.showsAll()) {
            throw new SqlRefused(Reason.SQL_COLUMN, "Name the columns; * would show hidden ones too.");
        }
    }

    private void starOf(AllTableColumns star) throws SqlRefused {
        plain(star);
        plain(star.getTable());
        if (star.getTable().getAlias() != null) {
            throw construct(UNKNOWN);
        }
        if (names.hidesColumns() && !scope.showsAllOf(parts(star.getTable()).getLast())) {
            throw new SqlRefused(Reason.SQL_COLUMN, "Name the columns; * would show hidden ones too.");
        }
    }

    private boolean isPlainStar(AllColumns star) throws SqlRefused {
        plain(star);
        return !(star instanceof AllTableColumns);
    }

    // --- functions and types

    private void function(Function function) throws SqlRefused {
        if (function instanceof TableFunction) {
            descend(function);
            return;
        }
        callable(function.getMultipartName());
        format(function);
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

    /** A width in a format makes a text of any length out of nothing. */
    private void format(Function function) throws SqlRefused {
        String name = dialect.fold(function.getName());
        boolean formats = name.equals("printf") || name.equals("format") && dialect != SqlDialect.MYSQL;
        if (formats
                && !(function.getParameters() != null
                        && !function.getParameters().isEmpty()
                        && function.getParameters().getFirst() instanceof StringValue text
                        && isNarrow(text.getValue()))) {
            throw new SqlRefused(
                    Reason.SQL_FUNCTION, "The format of " + name + " must be a text, with widths below a thousand.");
        }
    }

    private static boolean isNarrow(String format) {
        int digits = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
            if (digits > 3 || c == '*') {
                return false;
            }
        }
        return true;
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
            throw notAllowed(name);
        }
        callable(List.of(name));
        boolean countsRows = name.equalsIgnoreCase("count")
                && function.getExpression() instanceof AllColumns star
                && isPlainStar(star);
        all(function, countsRows ? "expression" : "");
    }

    private void callable(List<String> parts) throws SqlRefused {
        StringBuilder name = new StringBuilder();
        for (String part : parts) {
            name.append(name.isEmpty() ? "" : ".").append(dialect.fold(part));
        }
        if (!names.allowsFunction(name.toString())) {
            throw notAllowed(name.toString());
        }
    }

    /** A cast calls the type's function; those to names of the catalogue read it. */
    private void type(@Nullable ColDataType type) throws SqlRefused {
        if (type == null) {
            return;
        }
        plain(type);
        String written = type.getDataType();
        if (SqlDialect.isQuoted(written)) {
            throw notAllowed(dialect.fold(written));
        }
        int end = 0;
        while (end < written.length() && written.charAt(end) != ' ' && written.charAt(end) != '(') {
            end++;
        }
        String name = SqlDialect.lower(written.substring(0, end));
        if (!names.allowsFunction(name)) {
            throw notAllowed(name);
        }
    }

    private void collation(String written) throws SqlRefused {
        String name = SqlDialect.lower(SqlDialect.isQuoted(written) ? dialect.fold(written) : written);
        boolean known = COLLATIONS.contains(name)
                || name.startsWith("utf8mb4_")
                || name.startsWith("utf8_")
                || name.startsWith("latin1_");
        if (!known && !names.allowsFunction(name)) {
            throw notAllowed(name);
        }
    }

    // --- changes

    private void insert(Insert insert) throws SqlRefused {
        plain(insert);
        Named before = named;
        with(insert.getWithItemsList());
        table(insert.getTable(), false);
        target(insert.getTable());
        if (insert.getColumns() == null && scope.hides(0)) {
            throw new SqlRefused(Reason.SQL_COLUMN, "Name the columns that values are for.");
        }
        if (insert.getSelect() != null) {
            inner(insert.getSelect(), null);
        }
        scope.add("excluded", names.columns(parts(insert.getTable())));
        all(insert, "withItemsList table select");
        named = before;
    }

    private void update(Update update) throws SqlRefused {
        plain(update);
        Named before = named;
        with(update.getWithItemsList());
        table(update.getTable(), false);
        target(update.getTable());
        // While nothing else is in sight: what is set is of this table, whatever else is joined.
        for (UpdateSet set : update.getUpdateSets()) {
            plain(set);
            visit(set.getColumns());
        }
        from(update.getFromItem(), update.getJoins());
        for (UpdateSet set : update.getUpdateSets()) {
            all(set, "columns");
        }
        all(update, "withItemsList table updateSets fromItem joins");
        named = before;
    }

    private void delete(Delete delete) throws SqlRefused {
        plain(delete);
        Named before = named;
        with(delete.getWithItemsList());
        table(delete.getTable(), false);
        target(delete.getTable());
        if (delete.getUsingFromItemList() != null) {
            for (FromItem item : delete.getUsingFromItemList()) {
                fromItem(item);
            }
        }
        all(delete, "withItemsList table usingFromItemList");
        named = before;
    }

    private void target(@Nullable Table table) throws SqlRefused {
        if (table == null || isDual(table)) {
            throw construct(UNKNOWN);
        }
    }

    // --- names

    private String name(String written) throws SqlRefused {
        if (!ReservedWords.isName(written)) {
            throw construct("The word " + SqlDialect.lower(written) + " is a name only in quotes.");
        }
        return dialect.fold(written);
    }

    private void alias(Alias alias) throws SqlRefused {
        plain(alias);
        String written = alias.getName();
        boolean text = written.startsWith("'");
        if (text && (!alias.isUseAs() || dialect == SqlDialect.POSTGRESQL || dialect == SqlDialect.GENERIC)
                || !ReservedWords.isAlias(written)) {
            throw construct("Write AS before another name, and quote it if it is a word of SQL.");
        }
        if (alias.getAliasColumns() != null) {
            for (Alias.AliasColumn column : alias.getAliasColumns()) {
                plain(column);
                name(column.name);
                visit(column.colDataType);
            }
        }
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

    private static SqlRefused construct(String message) {
        return new SqlRefused(Reason.SQL_CONSTRUCT, message);
    }

    private static SqlRefused hidden(String column) {
        return new SqlRefused(
                Reason.SQL_COLUMN,
                "The column " + column
                        + " may not be used here; where several tables are joined, write the table before it.");
    }

    private static SqlRefused notAllowed(String function) {
        return new SqlRefused(Reason.SQL_FUNCTION, "The function or type " + function + " may not be used here.");
    }
}
