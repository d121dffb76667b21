package dev.lockkeeper.guard.sql;

import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.statement.create.table.ColDataType;

/** Functions, types and collations: which may be used, by these settings. */
record SqlCalls(SqlDialect dialect, SqlNames names) {

    private static final Set<String> COLLATIONS =
            Set.of("nocase", "binary", "rtrim", "c", "posix", "ucs_basic", "unicode");

    /** Whether a function may be called by this name, its schema first. */
    void check(List<String> parts) throws SqlRefused {
        StringBuilder name = new StringBuilder();
        for (String part : parts) {
            name.append(name.isEmpty() ? "" : ".").append(dialect.fold(part));
        }
        if (!names.allowsFunction(name.toString())) {
            throw SqlRefused.function(name.toString());
        }
    }

    /** A cast calls the type's function; those to names of the catalogue read it. */
    void checkType(ColDataType type) throws SqlRefused {
        String written = type.getDataType();
        if (SqlDialect.isQuoted(written)) {
            throw SqlRefused.function(dialect.fold(written));
        }
        int end = 0;
        while (end < written.length() && written.charAt(end) != ' ' && written.charAt(end) != '(') {
            end++;
        }
        String name = SqlDialect.lower(written.substring(0, end));
        if (!names.allowsFunction(name)) {
            throw SqlRefused.function(name);
        }
    }

    /** Whether text may be compared by this collation, which is a function too. */
    void checkCollation(String written) throws SqlRefused {
        String name = SqlDialect.lower(SqlDialect.isQuoted(written) ? dialect.fold(written) : written);
        boolean known = COLLATIONS.contains(name)
                || name.startsWith("utf8mb4_")
                || name.startsWith("utf8_")
                || name.startsWith("latin1_");
        if (!known && !names.allowsFunction(name)) {
            throw SqlRefused.function(name);
        }
    }

    /** A width in a format makes a text of any length out of nothing. */
    void checkFormat(Function function) throws SqlRefused {
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

    /** Whether a column is no answer of the server in truth, and no function of a row that is written like a column of it. */
    void checkColumn(String written, String name, boolean qualified) throws SqlRefused {
        boolean call = !qualified && ReservedWords.isCall(written, dialect) && !names.allowsFunction(name);
        if (call || qualified && dialect == SqlDialect.POSTGRESQL && isServerFunction(name)) {
            throw SqlRefused.function(name);
        }
    }

    private static boolean isServerFunction(String name) {
        return name.startsWith("pg_")
                || name.startsWith("lo_")
                || name.endsWith("_to_xml")
                || name.startsWith("dblink");
    }
}
