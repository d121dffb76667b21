package dev.lockkeeper.guard.sql;

import java.util.Set;

/**
 * Words that begin something in one of the databases and are therefore no names unless quoted. The parser takes many of
 * them for names: to it, {@code FROM (TABLE secret)} is a table called TABLE with the alias secret.
 */
final class ReservedWords {

    private static final Set<String> NEVER_NAMES =
            Set.of(("all analyse analyze and any array as asc asymmetric between both by case cast check"
                            + " collate column constraint create cross current deferrable delete desc distinct"
                            + " distinctrow do drop dumpfile else end escape except exec exists fetch for foreign from"
                            + " full glob grant group having high_priority ilike in indexed infile inner insert"
                            + " intersect into is isnull join lateral leading left like limit minus natural not notnull"
                            + " null of offset on only or order outer outfile overlaps partition placing pragma primary"
                            + " procedure qualify references regexp returning revoke right rlike savepoint select set"
                            + " similar some sql_big_result sql_calc_found_rows sql_small_result straight_join symmetric"
                            + " table tablesample terminated then to trailing truncate union unique unpivot update using"
                            + " values variadic verbose when where window with xor")
                    .split(" "));

    /** Columns may be called so, but as an alias they are the beginning of a clause to some database. */
    private static final Set<String> NEVER_ALIASES =
            Set.of(("attach call copy default detach div execute explain force ignore load lock match"
                            + " materialized merge mod operator options pivot prepare release replace separator share"
                            + " use vacuum")
                    .split(" "));

    /** Written like columns, and answered by the server: who is connected, to what. */
    private static final Set<String> CALLED_WITHOUT_PARENTHESES = Set.of(
            "current_user",
            "session_user",
            "system_user",
            "user",
            "current_role",
            "current_catalog",
            "current_schema",
            "current_database");

    private ReservedWords() {}

    static boolean isName(String word) {
        return SqlDialect.isQuoted(word) || !NEVER_NAMES.contains(SqlDialect.lower(word));
    }

    static boolean isAlias(String word) {
        return SqlDialect.isQuoted(word) || isName(word) && !NEVER_ALIASES.contains(SqlDialect.lower(word));
    }

    static boolean isCall(String word, SqlDialect dialect) {
        String lower = SqlDialect.lower(word);
        // Only PostgreSQL reserves USER; elsewhere it is a common name for a column.
        return CALLED_WITHOUT_PARENTHESES.contains(lower)
                && (dialect == SqlDialect.POSTGRESQL || dialect == SqlDialect.GENERIC || !lower.equals("user"));
    }
}
