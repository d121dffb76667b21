package dev.lockkeeper.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Statements out of a grammar, done by a real SQLite. */
class SqlitePropertiesTest {

    private static final SqlGuard GUARD =
            new SqlGuard(SqlSettings.reading(SqlDialect.SQLITE, SqliteOracleTest.TABLES.toArray(String[]::new))
                    .withRecursion());

    private static @Nullable SqliteObserver database;
    private static int ran;

    @BeforeContainer
    static void start() throws SQLException, IOException {
        Path folder = Files.createTempDirectory("oracle");
        folder.toFile().deleteOnExit();
        database = new SqliteObserver(folder);
    }

    @AfterContainer
    static void stop() throws SQLException {
        if (database != null) {
            database.close();
        }
        assertThat(ran).as("statements that ran without an error").isGreaterThan(200);
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void what_passes_reads_the_tables_that_are_allowed_and_nothing_else(@ForAll long seed) {
        String statement = new SqlSentences(seed, SqlDialect.SQLITE).statement();
        if (database != null && GUARD.judge(statement) instanceof Assessment.Fit) {
            Seen seen = database.run(statement);
            seen.assertHarmless(statement, SqliteOracleTest.OPENED);
            ran += seen.failed() ? 0 : 1;
        }
    }
}
