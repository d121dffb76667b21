package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard lets through, done by a real SQLite. */
class SqliteOracleTest {

    static final Set<String> TABLES = PostgresOracleTest.TABLES;

    /** Tables that a function makes of its argument are virtual. */
    static final Set<String> OPENED = new HashSet<>(TABLES);

    static {
        OPENED.add("virtual");
    }

    @AutoClose
    private SqliteObserver database;

    private final SqlGuard guard = new SqlGuard(SqlSettings.reading(SqlDialect.SQLITE, TABLES.toArray(String[]::new)));

    @BeforeEach
    void start(@TempDir Path folder) throws SQLException, IOException {
        database = new SqliteObserver(folder);
    }

    @Test
    void the_observer_sees_what_it_is_there_for() {
        assertThat(database.run("SELECT id FROM orders").tables()).containsExactly("orders");
        assertThat(database.run("SELECT status FROM orders WHERE status = 'x'").tables())
                .containsExactly("orders");
        assertThat(database.run("SELECT token FROM secret").output()).contains(Seen.CANARY);
        assertThat(database.run("SELECT COUNT(*) FROM secret").tables()).contains("secret");
        assertThat(database.run("SELECT COUNT(*) FROM orders WHERE id IN revealing")
                        .tables())
                .contains("secret");
        assertThat(database.run("SELECT name FROM sqlite_master").tables()).contains("sqlite_master");
        assertThat(database.run("SELECT name FROM pragma_table_info('secret')").tables())
                .contains("virtual");
        for (String harmful : List.of(
                "DELETE FROM orders",
                "INSERT INTO orders (id) VALUES (9)",
                "CREATE TABLE x (id)",
                "PRAGMA user_version = 7",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n")) {
            assertThat(database.run(harmful).harm()).as(harmful).isNotEmpty();
        }
    }

    @Test
    void every_benign_statement_runs_and_is_harmless() {
        for (SqlTable.Line line : SqlTable.named("benign-sqlite").lines()) {
            Seen seen = database.run(line.value());
            assertThat(seen.failed()).as("%s: %s", line.value(), seen.output()).isFalse();
            seen.assertHarmless(line.value(), OPENED);
        }
    }

    @Test
    void every_line_of_the_injection_lists_is_refused_or_harmless() {
        Set<String> statements = InjectionLists.statements();
        Set<String> passed = new TreeSet<>();
        for (String statement : statements) {
            if (guard.judge(statement) instanceof Assessment.Fit) {
                passed.add(statement);
                database.run(statement).assertHarmless(statement, OPENED);
            }
        }
        assertThat(statements).hasSizeGreaterThan(10_000);
        assertThat(passed).hasSizeGreaterThan(100);
    }
}
