package dev.lockkeeper.guard.sql;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.util.Set;

/**
 * Judges one statement in SQL: of an allowed kind, over allowed tables, columns and functions, made of nothing but what
 * is known. What cannot be read, or what databases could read differently, is refused. It says nothing of how long a
 * statement runs: that is for the database's own limits, and so is who may do what, which this only narrows.
 *
 * <p>Immutable but for a bounded cache of answers; thread-safe; starts no thread.
 */
public final class SqlGuard implements ValueGuard {

    private static final int CACHED = 1000;
    private static final int CACHED_CHARACTERS = 1_000_000;

    private final SqlSettings settings;
    private final SqlNames names;
    private final Set<String> exact;
    private final VerdictCache cache = new VerdictCache(CACHED, CACHED_CHARACTERS);

    /**
     * @throws IllegalArgumentException when a name in the settings is no name, with a sentence for the operator
     */
    public SqlGuard(SqlSettings settings) {
        this.settings = settings;
        this.names = new SqlNames(settings);
        this.exact = Set.copyOf(settings.exact());
        // Here and not on whatever stack the first caller has: a class whose loading fails never loads again.
        assess("SELECT lower('a') AS x WHERE 1 = 1");
    }

    @Override
    public Assessment judge(Json value) {
        return value instanceof JsonString string
                ? judge(string.value())
                : Assessment.unfit(Reason.ARGUMENT_TYPE, "A statement is a text.");
    }

    /** Whether a statement is fit. */
    public Assessment judge(String statement) {
        if (statement.length() > settings.length() && !exact.contains(statement)) {
            // Neither looked up nor kept: it would cost its length, and push the others out.
            return assess(statement);
        }
        Assessment known = cache.get(statement);
        if (known != null) {
            return known;
        }
        try {
            Assessment answer = assess(statement);
            cache.put(statement, answer);
            return answer;
        } catch (StackOverflowError e) {
            return Assessment.unfit(Reason.SQL_TOO_COMPLEX, "The statement is too deeply nested.");
        } catch (RuntimeException | Error e) {
            // The parser's own mistakes: what it cannot read is not read.
            return Assessment.unfit(Reason.SQL_SYNTAX, "The statement is not understood.", String.valueOf(e));
        }
    }

    private Assessment assess(String statement) {
        if (exact.contains(statement)) {
            return Assessment.fit();
        }
        try {
            SqlScan scan = SqlScan.of(statement, settings);
            SqlStatement.checkBeginning(scan, settings);
            new SqlStatement(settings, names, node -> {}).check(SqlParser.parse(scan, settings.dialect()));
            return Assessment.fit();
        } catch (SqlRefused e) {
            return Assessment.unfit(e.reason(), e.text());
        }
    }
}
