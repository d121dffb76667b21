package dev.lockkeeper.guard.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sqlite.ProgressHandler;

/**
 * A real SQLite in which each statement runs in a savepoint and is looked at before it is undone. What it opens is read
 * from its program: SQLite compiles a statement into opcodes, and each table and index is opened by its root page.
 */
final class SqliteObserver implements AutoCloseable {

    /** A statement that takes more steps than this waits or works without end. */
    private static final int STEPS = 2_000_000;

    private final Path folder;
    private final Connection connection;
    private final Map<Integer, String> roots = new HashMap<>();
    private final String state;

    SqliteObserver(Path folder) throws SQLException, IOException {
        this.folder = folder;
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
        try (Statement statement = connection.createStatement()) {
            for (String line :
                    Files.readString(PostgresObserver.schema("sqlite")).split(";\n")) {
                statement.execute(line);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rootpage, tbl_name FROM sqlite_master")) {
            while (rows.next()) {
                roots.put(rows.getInt(1), rows.getString(2));
            }
        }
        roots.put(1, "sqlite_master");
        state = state();
    }

    Seen run(String sql) {
        try {
            return observed(sql);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Seen observed(String sql) throws SQLException, IOException {
        List<String> harm = new ArrayList<>();
        Set<String> tables = new TreeSet<>();
        StringBuilder output = new StringBuilder();
        execute("SAVEPOINT before");
        boolean compiled = read("EXPLAIN " + sql, rows -> opened(rows, tables, harm), output, harm);
        boolean answered = read(sql, rows -> append(rows, output), output, harm);
        String after = state();
        if (!after.equals(state)) {
            harm.add("changed: " + state + " -> " + after);
        }
        try {
            execute("ROLLBACK TO before");
            execute("RELEASE before");
        } catch (SQLException ended) {
            harm.add("the transaction was ended");
        }
        return new Seen(output.toString(), !(compiled && answered), tables, harm);
    }

    /** What reads the rows of an answer. */
    private interface Rows {
        void read(ResultSet rows) throws SQLException;
    }

    private boolean read(String sql, Rows reader, StringBuilder output, List<String> harm) throws SQLException {
        int[] calls = {0};
        ProgressHandler.setHandler(connection, 1000, new ProgressHandler() {
            @Override
            protected int progress() {
                return ++calls[0] > STEPS / 1000 ? 1 : 0;
            }
        });
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                reader.read(statement.getResultSet());
            }
            return true;
        } catch (SQLException e) {
            output.append(e.getMessage());
            if (calls[0] > STEPS / 1000) {
                harm.add("it took too long");
            }
            return false;
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    private void opened(ResultSet program, Set<String> tables, List<String> harm) throws SQLException {
        while (program.next()) {
            switch (program.getString("opcode")) {
                case "OpenRead", "ReopenIdx" ->
                    tables.add(
                            program.getInt("p3") == 0
                                    ? roots.getOrDefault(program.getInt("p2"), "unknown")
                                    : "another database");
                case "Transaction" -> {
                    if (program.getInt("p2") != 0) {
                        harm.add("it would write");
                    }
                }
                case "VOpen" -> {
                    String module = String.valueOf(program.getString("p4"));
                    tables.add(module.startsWith("vtab:") ? "virtual" : module);
                }
                case "OpenWrite", "Vacuum", "ParseSchema", "VCreate", "CreateBtree", "Destroy", "SetCookie" ->
                    harm.add("it would write");
                default -> {}
            }
        }
    }

    private static void append(ResultSet rows, StringBuilder output) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            for (int i = 1; i <= columns; i++) {
                output.append(rows.getString(i)).append(' ');
            }
        }
    }

    private String state() throws SQLException, IOException {
        StringBuilder all = new StringBuilder();
        for (String sql : List.of(
                "SELECT * FROM customers",
                "SELECT * FROM orders",
                "SELECT * FROM items",
                "SELECT * FROM products",
                "SELECT * FROM employees",
                "SELECT * FROM events",
                "SELECT * FROM secret",
                "SELECT sql FROM sqlite_master",
                "SELECT sql FROM sqlite_temp_master",
                "SELECT name FROM pragma_database_list",
                "SELECT total_changes()",
                "PRAGMA user_version",
                "PRAGMA writable_schema",
                "PRAGMA application_id")) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                append(rows, all);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> !name.startsWith("shop.db-"))
                    .sorted()
                    .forEach(all::append);
        }
        return all.toString();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
