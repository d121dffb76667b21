package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/** Statements that change rows of one table: its own rules beside those of the queries in it. */
record SqlChanges(SqlWalk walk, SqlQueries queries, SqlNames names, SqlWords words) {

    void insert(Insert insert) throws SqlRefused {
        walk.plain(insert);
        queries.with(insert.getWithItemsList());
        queries.table(insert.getTable(), false);
        target(insert.getTable());
        if (insert.getColumns() == null && queries.scope().hides(0)) {
            throw new SqlRefused(Reason.SQL_COLUMN, "Name the columns that values are for.");
        }
        if (insert.getSelect() != null) {
            queries.inner(insert.getSelect(), null);
        }
        queries.scope().add("excluded", names.columns(words.parts(insert.getTable())));
        walk.all(insert, "withItemsList table select");
    }

    void update(Update update) throws SqlRefused {
        walk.plain(update);
        queries.with(update.getWithItemsList());
        queries.table(update.getTable(), false);
        target(update.getTable());
        // While nothing else is in sight: what is set is of this table, whatever else is joined.
        for (UpdateSet set : update.getUpdateSets()) {
            walk.plain(set);
            walk.visit(set.getColumns());
        }
        queries.tables(update.getFromItem(), update.getJoins());
        for (UpdateSet set : update.getUpdateSets()) {
            walk.all(set, "columns");
        }
        walk.all(update, "withItemsList table updateSets fromItem joins");
    }

    void delete(Delete delete) throws SqlRefused {
        walk.plain(delete);
        queries.with(delete.getWithItemsList());
        queries.table(delete.getTable(), false);
        target(delete.getTable());
        if (delete.getUsingFromItemList() != null) {
            for (FromItem item : delete.getUsingFromItemList()) {
                queries.tables(item, null);
            }
        }
        walk.all(delete, "withItemsList table usingFromItemList");
    }

    private void target(@Nullable Table table) throws SqlRefused {
        if (table == null || words.isDual(table)) {
            throw SqlRefused.construct();
        }
    }
}
