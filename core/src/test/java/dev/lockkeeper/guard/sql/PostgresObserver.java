package dev.lockkeeper.guard.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL in which each statement runs as superuser, in a savepoint, and is looked at before it is undone:
 * every row, the catalogue, sequences, settings, locks, large objects, files, and which relations were opened.
 */
final class PostgresObserver implements AutoCloseable {

    /** Locks that a reading statement takes on what it names; the observer's own query is not among them. */
    private static final String OPENED = """
            SELECT l.relation::regclass::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            WHERE l.pid = pg_backend_pid() AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 't')
            AND l.relation NOT IN ('pg_locks'::regclass, 'pg_class'::regclass)""";

    private static final String STATE = """
            SELECT concat_ws(' ',
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o),
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM customers o),
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM items o),
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM products o),
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM employees o),
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM events o),
              (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM secret o),
              (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_authid),
              (SELECT count(*) FROM pg_largeobject_metadata), (SELECT count(*) FROM pg_prepared_statements),
              (SELECT count(*) FROM pg_cursors), (SELECT count(*) FROM pg_listening_channels()),
              (SELECT last_value || is_called::text FROM ids),
              (SELECT md5(string_agg(name || '=' || setting, ',' ORDER BY name)) FROM pg_settings),
              (SELECT string_agg(mode, ',' ORDER BY mode) FROM pg_locks WHERE pid = pg_backend_pid()
                AND (locktype = 'advisory' OR mode IN ('RowShareLock', 'RowExclusiveLock', 'ExclusiveLock')
                AND locktype = 'relation')))""";

    private final EmbeddedPostgres database;
    private final Connection connection;
    private final Path folder;
    private final Path canary;
    private final String state;

    private PostgresObserver(EmbeddedPostgres database, Path folder) throws SQLException, IOException {
        this.database = database;
        this.folder = folder;
        this.canary = folder.resolve("canary.txt");
        Files.writeString(canary, Seen.CANARY + " in a file");
        // Without the statements that the driver would prepare by itself.
        connection =
                database.getPostgresDatabase(Map.of("prepareThreshold", "0")).getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(schema("postgresql")));
        }
        connection.setAutoCommit(false);
        state = one(STATE);
        connection.rollback();
    }

    /** Starts it; skips the test where there is no PostgreSQL for this system. */
    static PostgresObserver start(Path folder) {
        assumeTrue(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux") || System.getenv("CI") != null,
                "the build brings PostgreSQL for Linux only");
        try {
            return new PostgresObserver(EmbeddedPostgres.start(), folder);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path schema(String dialect) {
        return dev.lockkeeper.testing.Checkout.root()
                .resolve("core/src/test/resources/dev/lockkeeper/guard/sql/" + dialect + ".sql");
    }

    /** A file that the server can read and nobody should. */
    Path canary() {
        return canary;
    }

    Seen run(String sql) {
        try {
            return observed(sql);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Seen observed(String sql) throws SQLException, IOException {
        // Older than the last change, so that even a file system that saves on such times notes the next reading.
        FileTime unread = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
        Files.getFileAttributeView(canary, BasicFileAttributeView.class).setTimes(null, unread, null);
        List<String> harm = new ArrayList<>();
        StringBuilder output = new StringBuilder();
        execute("SET statement_timeout = '3s'");
        connection.commit();
        execute("SAVEPOINT before");
        boolean failed = !answered(sql, output, harm);
        Set<String> tables = new TreeSet<>();
        String after = "";
        if (inTransaction(harm)) {
            execute("SET statement_timeout = 0");
            if (failed) {
                execute("ROLLBACK TO SAVEPOINT before");
            } else {
                tables.addAll(all(OPENED));
            }
            execute("SET statement_timeout = 0");
            after = one(STATE);
        }
        connection.rollback();
        if (!after.equals(state)) {
            harm.add("changed: " + state + " -> " + after);
        }
        FileTime read = Files.readAttributes(canary, java.nio.file.attribute.BasicFileAttributes.class)
                .lastAccessTime();
        if (!read.equals(unread)) {
            harm.add("a file was read");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.count() != 1) {
                harm.add("a file was written");
            }
        }
        return new Seen(output.toString(), failed, tables, harm);
    }

    /** Undoes what a statement left behind that no transaction undoes. */
    void recover() {
        try {
            connection.rollback();
            execute("SELECT pg_advisory_unlock_all(), setval('ids', 1, false)");
            execute("RESET ALL");
            connection.commit();
            Files.deleteIfExists(folder.resolve("stolen"));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answered(String sql, StringBuilder output, List<String> harm) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                if (rows) {
                    append(statement.getResultSet(), output);
                }
                rows = statement.getMoreResults();
            }
            output.append(statement.getWarnings());
            return true;
        } catch (SQLException e) {
            output.append(e.getMessage());
            if ("57014".equals(e.getSQLState())) {
                harm.add("it took too long");
            }
            return false;
        }
    }

    private static void append(ResultSet rows, StringBuilder output) throws SQLException {
        while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                output.append(rows.getString(i)).append(' ');
            }
        }
    }

    private boolean inTransaction(List<String> harm) {
        try {
            execute("SAVEPOINT still_there");
            execute("RELEASE SAVEPOINT still_there");
            return true;
        } catch (SQLException failedOrEnded) {
            try {
                execute("ROLLBACK TO SAVEPOINT before");
                return true;
            } catch (SQLException ended) {
                harm.add("the transaction was ended");
                return false;
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        return all(sql).getFirst();
    }

    private List<String> all(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                @Nullable String value = rows.getString(1);
                found.add(String.valueOf(value));
            }
        }
        return found;
    }

    @Override
    public void close() {
        try {
            connection.close();
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
