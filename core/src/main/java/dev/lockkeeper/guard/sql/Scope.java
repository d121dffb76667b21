package dev.lockkeeper.guard.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.statement.select.TableFunction;
import org.jspecify.annotations.Nullable;

/** What the columns of one SELECT may come from; those of an enclosing one are visible too. */
final class Scope {

    /** What a table is called here, and the columns it shows: null for all of them. */
    private record Source(String name, @Nullable Set<String> shown) {}

    private final @Nullable Scope outer;
    private final List<Source> sources = new ArrayList<>();
    private final Set<String> aliases = new HashSet<>();

    private final List<TableFunction> functions = new ArrayList<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    @Nullable Scope outer() {
        return outer;
    }

    /** The calls among its tables, which are looked at when all tables are known. */
    List<TableFunction> functions() {
        return functions;
    }

    void add(String name, @Nullable Set<String> shown) {
        sources.add(new Source(name, shown));
    }

    void alias(String name) {
        aliases.add(name);
    }

    /** Whether ORDER BY this name means a column of the answer. */
    boolean isAlias(String name) {
        return aliases.contains(name);
    }

    int size() {
        return sources.size();
    }

    /** Whether a source from this one on hides columns. */
    boolean hides(int from) {
        for (int i = from; i < sources.size(); i++) {
            if (sources.get(i).shown != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an unqualified column cannot be a hidden one. INVARIANT: the innermost SELECT that has a column of that
     * name is where it comes from, and of a table that hides columns nobody knows which ones it has.
     */
    boolean shows(String column) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            boolean hiding = false;
            for (Source source : scope.sources) {
                if (source.shown != null && source.shown.contains(column)) {
                    return true;
                }
                hiding |= source.shown != null;
            }
            if (hiding) {
                return false;
            }
        }
        return true;
    }

    /** Whether no table that hides columns hides this one, which all tables of a join share. */
    boolean allShow(String column) {
        for (Source source : sources) {
            if (source.shown != null && !source.shown.contains(column)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the column of the table of this name is no hidden one; a name that is nobody's shows nothing. */
    boolean shows(String table, String column) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            boolean found = false;
            for (Source source : scope.sources) {
                if (source.name.equals(table)) {
                    if (source.shown != null && !source.shown.contains(column)) {
                        return false;
                    }
                    found = true;
                }
            }
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Whether all columns of all tables may be shown at once. */
    boolean showsAll() {
        return !hides(0);
    }

    /** Whether all columns of the table of this name may be shown at once; a name that is nobody's shows nothing. */
    boolean showsAllOf(String table) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            boolean found = false;
            for (Source source : scope.sources) {
                if (source.name.equals(table)) {
                    if (source.shown != null) {
                        return false;
                    }
                    found = true;
                }
            }
            if (found) {
                return true;
            }
        }
        return false;
    }
}
