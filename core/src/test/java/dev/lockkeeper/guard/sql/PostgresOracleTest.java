package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the guard lets through, done by a real PostgreSQL for its superuser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresOracleTest {

    static final Set<String> TABLES = Set.of("orders", "customers", "items", "products", "employees", "events");

    private static final SqlSettings SETTINGS =
            SqlSettings.reading(SqlDialect.POSTGRESQL, TABLES.toArray(String[]::new));

    @AutoClose
    private PostgresObserver database;

    @BeforeAll
    void start(@TempDir Path folder) {
        database = PostgresObserver.start(folder);
    }

    @Test
    void the_observer_sees_what_it_is_there_for() {
        assertThat(database.run("SELECT id FROM orders").tables()).containsExactly("orders");
        assertThat(database.run("SELECT token FROM secret").output()).contains(Seen.CANARY);
        assertThat(database.run("SELECT my_function(1)").tables()).contains("secret");
        assertThat(database.run("SELECT count(*) FROM pg_authid").tables()).contains("pg_authid");
        for (String harmful : List.of(
                "DELETE FROM orders WHERE id = 1",
                "WITH x AS (UPDATE orders SET total = 0 RETURNING id) SELECT * FROM x",
                "SELECT * INTO stolen FROM orders",
                "SELECT id FROM orders FOR UPDATE",
                "SELECT nextval('ids')",
                "SELECT set_config('work_mem', '1MB', false)",
                "SELECT pg_advisory_lock(1)",
                "SELECT pg_sleep(30)",
                "SELECT lo_unlink(4711)",
                "COMMIT",
                "SELECT pg_read_file('" + database.canary() + "')",
                "COPY orders (id) TO '" + database.canary().resolveSibling("stolen") + "'")) {
            assertThat(database.run(harmful).harm()).as(harmful).isNotEmpty();
            database.recover();
        }
    }

    @Test
    void every_benign_statement_runs_and_is_harmless() {
        for (SqlTable.Line line : SqlTable.named("benign-postgresql").lines()) {
            Seen seen = database.run(line.value());
            assertThat(seen.failed()).as("%s: %s", line.value(), seen.output()).isFalse();
            seen.assertHarmless(line.value(), TABLES);
        }
    }

    @Test
    void every_line_of_the_injection_lists_is_refused_or_harmless() {
        var guard = new SqlGuard(SETTINGS);
        Set<String> statements = InjectionLists.statements();
        Set<String> passed = new TreeSet<>();
        for (String statement : statements) {
            if (guard.judge(statement) instanceof Assessment.Fit) {
                passed.add(statement);
                database.run(statement).assertHarmless(statement, TABLES);
            }
        }
        assertThat(statements).hasSizeGreaterThan(10_000);
        // Texts that stay texts, and values that are values.
        assertThat(passed).hasSizeGreaterThan(100);
    }

    @Test
    void what_passes_of_all_tables_opens_nothing_of_the_catalogue() {
        var guard = new SqlGuard(SqlSettings.reading(SqlDialect.POSTGRESQL, "*"));
        for (String statement : InjectionLists.statements()) {
            if (guard.judge(statement) instanceof Assessment.Fit) {
                Seen seen = database.run(statement);
                assertThat(seen.harm()).as(statement).isEmpty();
                assertThat(seen.tables()).as(statement).noneMatch(table -> table.startsWith("pg_"));
            }
        }
        assertThat(Arrays.asList("SELECT * FROM pg_authid", "SELECT * FROM (TABLE pg_authid) x"))
                .allMatch(statement -> guard.judge(statement) instanceof Assessment.Unfit);
    }
}
