package dev.lockkeeper.guard.sql;

import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Table;

/** Words that stand where a name belongs: whether they can be names, and which one to the database. */
record SqlWords(SqlDialect dialect) {

    /** The name as the database stores or compares it. */
    String name(String written) throws SqlRefused {
        if (!ReservedWords.isName(written)) {
            throw SqlRefused.construct("The word " + SqlDialect.lower(written) + " is a name only in quotes.");
        }
        return dialect.fold(written);
    }

    /** Whether an alias is written so that no database takes it for the beginning of a clause, or of a value. */
    void checkAlias(Alias alias) throws SqlRefused {
        String written = alias.getName();
        boolean text = written.startsWith("'");
        boolean asText = alias.isUseAs() && (dialect == SqlDialect.MYSQL || dialect == SqlDialect.SQLITE);
        if (text && !asText || !(alias.isUseAs() ? ReservedWords.isName(written) : ReservedWords.isAlias(written))) {
            throw SqlRefused.construct("Write AS before another name, and quote it if it is a word of SQL.");
        }
    }

    /** The parts of the name, schema first; the parser keeps them the other way round. */
    List<String> parts(Table table) throws SqlRefused {
        List<String> written = table.getNameParts();
        List<String> parts = new ArrayList<>(written.size());
        for (int i = written.size() - 1; i >= 0; i--) {
            String part = written.get(i);
            if (part == null || part.isEmpty() || part.charAt(0) == '\'') {
                throw SqlRefused.construct("The name of a table is not written as a text.");
            }
            parts.add(name(part));
        }
        if (parts.isEmpty() || parts.size() > 3) {
            throw SqlRefused.construct();
        }
        return parts;
    }

    /** What a query of a WITH is known by: some databases tell names apart by case here that are one elsewhere. */
    String queryName(String written) throws SqlRefused {
        String folded = name(written);
        return switch (dialect) {
            case POSTGRESQL, SQLITE -> folded;
            case MYSQL -> SqlDialect.unquoted(written);
            case GENERIC -> written;
        };
    }

    /** MySQL's table of one row, which is no table. */
    boolean isDual(Table table) {
        return dialect == SqlDialect.MYSQL && table.getFullyQualifiedName().equalsIgnoreCase("dual");
    }
}
