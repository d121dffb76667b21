package dev.lockkeeper.guard.sql;

import dev.lockkeeper.guard.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tables, columns and functions the settings name. Immutable. */
final class SqlNames {

    private static final String EVERY_TABLE = "*";

    /** One entry of the tables: a glob for each part of the name. */
    private record Entry(List<Glob> parts) {

        boolean matches(List<String> name) {
            if (name.size() != parts.size()) {
                return false;
            }
            for (int i = 0; i < name.size(); i++) {
                if (!parts.get(i).matches(name.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /** Whether this part, counted from the end, is no pattern. */
        boolean names(int fromEnd) {
            return !hasWildcard(parts.get(parts.size() - 1 - fromEnd).pattern());
        }
    }

    private final SqlDialect dialect;
    private final List<Entry> tables = new ArrayList<>();
    private final Map<List<String>, Set<String>> columns = new HashMap<>();
    private final Set<String> functions;
    private final boolean everyTable;

    SqlNames(SqlSettings settings) {
        dialect = settings.dialect();
        everyTable = settings.tables().contains(EVERY_TABLE);
        for (String entry : settings.tables()) {
            if (!entry.equals(EVERY_TABLE)) {
                tables.add(new Entry(parts(entry).stream().map(Glob::name).toList()));
            }
        }
        settings.columns().forEach((table, shown) -> columns.put(key(table), names(shown)));
        functions = new HashSet<>(PureFunctions.of(dialect));
        for (String function : settings.functions()) {
            functions.add(String.join(".", parts(function)));
        }
    }

    private List<String> key(String table) {
        if (hasWildcard(table)) {
            throw new IllegalArgumentException("Columns are given for one table each, and " + table + " is a pattern.");
        }
        return parts(table);
    }

    private Set<String> names(List<String> shown) {
        Set<String> names = new HashSet<>();
        for (String column : shown) {
            if (column.isBlank() || hasWildcard(column)) {
                throw new IllegalArgumentException("Name columns one by one; " + column + " is no name of a column.");
            }
            names.add(dialect.stored(column));
        }
        return names;
    }

    private List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("\\.", -1)) {
            if (part.isBlank() || part.chars().anyMatch(c -> c == '"' || c == '`' || c == '\'' || c <= ' ')) {
                throw new IllegalArgumentException("Write names as the database stores them, without quotes and blanks,"
                        + " such as orders or sales.orders; \"" + name + "\" is none.");
            }
            parts.add(dialect.stored(part));
        }
        return parts;
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Whether a table may be used by this folded name, schema first. What is of the catalogue must be named. */
    boolean allowsTable(List<String> name) {
        boolean schema = name.size() > 1 && dialect.isCatalogueSchema(name.get(name.size() - 2));
        boolean table = dialect.isCatalogueTable(name.getLast());
        if (everyTable && !schema && !table) {
            return true;
        }
        for (Entry entry : tables) {
            if (entry.matches(name) && (schema ? entry.names(1) : !table || entry.names(0))) {
                return true;
            }
        }
        return false;
    }

    /** Whether any table hides columns. */
    boolean hidesColumns() {
        return !columns.isEmpty();
    }

    /**
     * The columns that a table shows, or null for all. An entry without a schema is for the table in any, and a table
     * that is named without a schema may be the one of any entry.
     */
    @Nullable Set<String> columns(List<String> table) {
        Set<String> shown = null;
        for (var entry : columns.entrySet()) {
            if (sameEnd(entry.getKey(), table)) {
                if (shown == null) {
                    shown = new HashSet<>(entry.getValue());
                } else {
                    shown.retainAll(entry.getValue());
                }
            }
        }
        return shown;
    }

    private static boolean sameEnd(List<String> one, List<String> other) {
        int shorter = Math.min(one.size(), other.size());
        return one.subList(one.size() - shorter, one.size())
                .equals(other.subList(other.size() - shorter, other.size()));
    }

    /** Whether a function may be called, or a type cast to, by this folded name with its schema if it has one. */
    boolean allowsFunction(String name) {
        return functions.contains(name);
    }
}
