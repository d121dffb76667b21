package dev.lockkeeper.guard.sql;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.Range;
import java.util.List;
import java.util.Map;

/**
 * What a statement may do. Without a table, no table may be touched.
 *
 * @param dialect the database that will read the statement
 * @param statements the kinds that may come
 * @param tables names or globs, with or without schema, as statements write them; {@code *} alone is every table but the
 *     catalogue
 * @param columns for a table the columns that may be named, all others of it are hidden; a table without an entry shows
 *     all of its columns
 * @param functions names beyond the pure ones that are built in: functions, with their schema where statements name it,
 *     and types to cast to
 * @param exact statements that pass as they stand, such as {@code SHOW server_version}
 * @param limit the most rows that a SELECT may ask for by a literal LIMIT, which it must have then; 0 for no such rule
 * @param length in UTF-16 units
 * @param depth how deep parentheses, brackets and CASE may be nested
 * @param words how many words, names, literals and operators a statement may have
 * @param recursive whether a query may be made of its own rows, which need never end
 */
@Doc("What a statement in SQL may do.")
public record SqlSettings(
        @Doc("The database that will read the statement.") SqlDialect dialect,

        @Doc("The kinds of statements that may come.") @Default("[select]")
        List<StatementKind> statements,

        @Doc(
                "Tables that may be used: names or globs such as sales.*, written as statements write them; * alone is every"
                        + " table but the catalogue, which must be named.")
        List<String> tables,

        @Doc("For a table the columns that may be named; all others are hidden, and so is * for that table.")
        Map<String, List<String>> columns,

        @Doc("Functions that may be called beyond the built-in pure ones, and types to cast to.")
        List<String> functions,

        @Doc("Statements that pass exactly as they stand here, such as SHOW server_version.")
        List<String> exact,

        @Doc(
                "The most rows that a SELECT may ask for. It must say so by a LIMIT, since nothing is added to a statement;"
                        + " 0 for no such rule.")
        @Default("0")
        @Range(max = 1_000_000_000)
        int limit,

        @Doc("The most characters of a statement.") @Default("10000") @Range(min = 1, max = 100_000)
        int length,

        @Doc("How deep parentheses and CASE may be nested.") @Default("40") @Range(min = 1, max = 60)
        int depth,

        @Doc("The most words, names, literals and operators of a statement.")
        @Default("2000")
        @Range(min = 1, max = 10_000)
        int words,

        @Doc(
                "Whether WITH RECURSIVE may come. Such a query need never end: let the database end it, by a time limit for"
                        + " statements.")
        @Default("false")
        boolean recursive) {

    public SqlSettings {
        statements = List.copyOf(statements);
        tables = List.copyOf(tables);
        columns = Map.copyOf(columns);
        functions = List.copyOf(functions);
        exact = List.copyOf(exact);
    }

    /** SELECT on these tables, and the defaults for everything else. */
    public static SqlSettings reading(SqlDialect dialect, String... tables) {
        return new SqlSettings(
                dialect,
                List.of(StatementKind.SELECT),
                List.of(tables),
                Map.of(),
                List.of(),
                List.of(),
                0,
                10_000,
                40,
                2000,
                false);
    }

    /** These settings with these kinds of statements, and no others. */
    public SqlSettings withStatements(StatementKind... kinds) {
        return new SqlSettings(
                dialect, List.of(kinds), tables, columns, functions, exact, limit, length, depth, words, recursive);
    }

    /** These settings with these columns for these tables; tables that are not named show all of theirs. */
    public SqlSettings withColumns(Map<String, List<String>> shown) {
        return new SqlSettings(
                dialect, statements, tables, shown, functions, exact, limit, length, depth, words, recursive);
    }

    /** These settings with these functions and types, and no others, beside the built-in ones. */
    public SqlSettings withFunctions(String... names) {
        return new SqlSettings(
                dialect, statements, tables, columns, List.of(names), exact, limit, length, depth, words, recursive);
    }

    /** These settings with these statements, and no others, that pass as they stand. */
    public SqlSettings withExact(String... texts) {
        return new SqlSettings(
                dialect,
                statements,
                tables,
                columns,
                functions,
                List.of(texts),
                limit,
                length,
                depth,
                words,
                recursive);
    }

    /** These settings with this many rows at most; 0 for no such rule. */
    public SqlSettings withLimit(int rows) {
        return new SqlSettings(
                dialect, statements, tables, columns, functions, exact, rows, length, depth, words, recursive);
    }

    /** These settings with queries that are made of their own rows, and need never end. */
    public SqlSettings withRecursion() {
        return new SqlSettings(
                dialect, statements, tables, columns, functions, exact, limit, length, depth, words, true);
    }
}
