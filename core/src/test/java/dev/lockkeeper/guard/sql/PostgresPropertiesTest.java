package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Statements out of a grammar, done by a real PostgreSQL for its superuser. */
class PostgresPropertiesTest {

    private static final SqlGuard GUARD =
            new SqlGuard(SqlSettings.reading(SqlDialect.POSTGRESQL, PostgresOracleTest.TABLES.toArray(String[]::new))
                    .withRecursion());

    private static final SqlGuard EVERY_TABLE =
            new SqlGuard(SqlSettings.reading(SqlDialect.POSTGRESQL, "*").withRecursion());

    private static @Nullable PostgresObserver database;
    private static int ran;

    @BeforeContainer
    static void start() throws IOException {
        Path folder = Files.createTempDirectory("oracle");
        folder.toFile().deleteOnExit();
        database = PostgresObserver.start(folder);
    }

    @AfterContainer
    static void stop() {
        if (database != null) {
            database.close();
            assertThat(ran).as("statements that ran without an error").isGreaterThan(200);
        }
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void what_passes_reads_the_tables_that_are_allowed_and_nothing_else(@ForAll long seed) {
        String statement = new SqlSentences(seed, SqlDialect.POSTGRESQL).statement();
        if (database != null && GUARD.judge(statement) instanceof Assessment.Fit) {
            Seen seen = database.run(statement);
            seen.assertHarmless(statement, PostgresOracleTest.TABLES);
            ran += seen.failed() ? 0 : 1;
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void what_passes_where_all_tables_are_allowed_opens_nothing_of_the_catalogue(@ForAll long seed) {
        String statement = new SqlSentences(seed, SqlDialect.POSTGRESQL).statement();
        if (database != null && EVERY_TABLE.judge(statement) instanceof Assessment.Fit) {
            Seen seen = database.run(statement);
            assertThat(seen.harm()).as(statement).isEmpty();
            assertThat(seen.tables())
                    .as(statement)
                    .noneMatch(table -> table.startsWith("pg_") || table.startsWith("information_schema"));
        }
    }
}
