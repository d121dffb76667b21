package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.gateway.demo.RealClient.Outcome;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server for PostgreSQL, which knows no newer protocol than 2024-11-05, before a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresServerTest {

    @AutoClose
    private EmbeddedPostgres database;

    private Program program;

    @AutoClose
    private Program.Serving gateway;

    private String token;

    @BeforeAll
    void serve(@TempDir Path directory) throws Exception {
        assumeTrue(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux") || System.getenv("CI") != null,
                "the build brings PostgreSQL for Linux only");
        Peers.folder("peers");
        database = EmbeddedPostgres.start();
        execute("CREATE TABLE note (id int PRIMARY KEY, body text); INSERT INTO note VALUES (1, 'first')");
        program = new Program(directory);
        program.configure("""
                servers:
                  notes:
                    run: %1$s
                    env: { PGUSER: postgres }
                    env-from: [PATH]
                    allow:
                      - tools: [query]
                        where: args.sql.matches("^(?i)select\\\\s[^;]*$")
                        because: One statement that reads
                      - resources: postgres://localhost:*/note/schema
                  profiled:
                    run: %1$s
                    env: { PGUSER: postgres }
                    env-from: [PATH]
                    untyped: deny
                    profile: postgres
                    guards: { sql: { dialect: postgresql, tables: [note] } }
                    allow: ["*"]
                """.formatted(JsonArray.ofStrings(command()).text()));
        token = program.token("alice");
        gateway = program.serve();
    }

    private List<String> command() {
        return List.of(
                "node",
                Peers.folder("peers")
                        .resolve("node_modules/@modelcontextprotocol/server-postgres/dist/index.js")
                        .toString(),
                "postgresql://localhost:" + database.getPort() + "/postgres");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"legacy, 2024-11-05", "auto, 2026-07-28", "2026-07-28, 2026-07-28"})
    void a_client_of_today_asks_the_database_in_the_oldest_version_or_across_the_eras(String mode, String version)
            throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            Outcome connected = client.ask(throughTheGateway().with("mode", mode));
            assertThat(connected.result().string("version")).isEqualTo(version);
            assertThat(query(client, "SELECT body FROM note").result().text()).contains("first");
        }
    }

    @Test
    void tables_are_resources() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(throughTheGateway());
            String table = "postgres://localhost:" + database.getPort() + "/note/schema";
            assertThat(client.ask(JsonObject.EMPTY.with("op", "resources"))
                            .result()
                            .text())
                    .contains(table);
            assertThat(client.ask(JsonObject.EMPTY.with("op", "read").with("uri", table))
                            .result()
                            .text())
                    .contains("body", "integer");
            assertThat(client.ask(JsonObject.EMPTY.with("op", "read").with("uri", table.replace("note", "pg_user")))
                            .data("reason"))
                    .isEqualTo("policy.default-deny");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT; DELETE FROM note",
                "DELETE FROM note",
                "select 1; COMMIT; DROP TABLE note",
                "WITH gone AS (DELETE FROM note RETURNING id) SELECT id FROM gone"
            })
    void a_condition_on_the_text_keeps_out_what_is_not_one_statement_that_reads(String sql) throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(throughTheGateway());
            assertThat(query(client, sql).data("reason")).isEqualTo("policy.default-deny");
        }
        assertThat(count("SELECT count(*) FROM note")).isEqualTo(1);
    }

    @Test
    void directly_a_second_statement_gets_out_of_the_transaction_that_only_reads() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(directly());
            // The answer is no valid one, since the server does not count on two; but it is done.
            query(client, "COMMIT; CREATE TABLE sneaked_in (id int)");
        }
        assertThat(count("SELECT count(*) FROM pg_tables WHERE tablename = 'sneaked_in'"))
                .isEqualTo(1);
    }

    @Test
    void what_the_database_says_of_a_wrong_statement_is_told_as_it_is_directly() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(throughTheGateway());
            Outcome through = query(client, "SELECT * FROM nowhere");
            assertThat(through.message()).contains("relation \"nowhere\" does not exist");
            client.ask(directly());
            assertThat(query(client, "SELECT * FROM nowhere")).isEqualTo(through);
        }
    }

    @Test
    void the_profile_and_a_table_are_enough_to_ask() throws Exception {
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(throughTheProfile());
            JsonArray tools = Objects.requireNonNull(
                    client.ask(JsonObject.EMPTY.with("op", "tools")).result().array("tools"));
            assertThat(tools.items()).hasSize(1);
            String sql =
                    "WITH n AS (SELECT * FROM note) SELECT upper(body) FROM n WHERE id IN (1, 2) ORDER BY id LIMIT 5";
            assertThat(query(client, sql).result().text()).contains("FIRST");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT plan FROM hidden.secret                                         | canary           | sql.table
                    SELECT body FROM note UNION ALL SELECT plan FROM hidden.secret         | canary           | sql.table
                    SELECT query_to_xml('SELECT plan FROM hidden.secret', true, true, '')  | canary           | sql.function
                    SELECT pg_read_file('postgresql.conf')                                 | listen_addresses | sql.function
                    SELECT pg_sleep(0.01)                                                  | pg_sleep         | sql.function
                    SELECT rolname FROM pg_authid                                          | postgres         | sql.table
                    """)
    void what_reads_elsewhere_is_answered_directly_and_refused_by_the_profile(String sql, String seen, String reason)
            throws Exception {
        execute("CREATE SCHEMA IF NOT EXISTS hidden;"
                + " CREATE TABLE IF NOT EXISTS hidden.secret AS SELECT 'canary-plan' AS plan");
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(directly());
            assertThat(query(client, sql).answer().text()).contains(seen);
            refused(client, sql, reason);
        }
    }

    private static Stream<Arguments> harms() {
        String schema = "SELECT (count(*) FILTER (WHERE nspname = 'spare') = 0)::int FROM pg_namespace";
        String file = "SELECT (size IS NOT NULL)::int FROM pg_stat_file('planted', true)";
        return Stream.of(
                arguments("COMMIT; DROP SCHEMA spare CASCADE", "sql.several", schema),
                arguments("SELECT 1; COMMIT; DROP SCHEMA spare CASCADE", "sql.several", schema),
                arguments("COPY (SELECT 1) TO PROGRAM 'cat > planted'", "sql.statement", file));
    }

    /** @param done asks the database whether it has happened */
    @ParameterizedTest
    @MethodSource("harms")
    void what_destroys_or_runs_a_command_succeeds_directly_and_is_refused_by_the_profile(
            String sql, String reason, String done) throws Exception {
        execute("DROP SCHEMA IF EXISTS spare CASCADE; CREATE SCHEMA spare");
        try (RealClient client = RealClient.start(Peers.folder())) {
            refused(client, sql, reason);
            assertThat(count(done)).isZero();
            client.ask(directly());
            query(client, sql);
            assertThat(count(done)).isEqualTo(1);
        }
    }

    /** Which the server withstands by itself. */
    @Test
    void a_write_in_a_common_table_expression_fails_directly_too_and_is_refused_by_the_profile() throws Exception {
        String sql = "WITH gone AS (DELETE FROM note RETURNING id) SELECT id FROM gone";
        try (RealClient client = RealClient.start(Peers.folder())) {
            client.ask(directly());
            assertThat(query(client, sql).answer().text()).contains("read-only transaction");
            refused(client, sql, "sql.construct");
        }
    }

    private void refused(RealClient client, String sql, String reason) throws Exception {
        client.ask(throughTheProfile());
        Outcome outcome = query(client, sql);
        assertThat(outcome.data("reason")).as(outcome.message()).isEqualTo(reason);
        assertThat(outcome.answer().text()).doesNotContain("canary");
    }

    private JsonObject directly() {
        List<String> command = command();
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("command", command.getFirst())
                .with("args", JsonArray.ofStrings(command.subList(1, command.size())))
                .with("env", JsonObject.EMPTY.with("PGUSER", "postgres"));
    }

    private JsonObject throughTheGateway() {
        return through("notes");
    }

    private JsonObject throughTheProfile() {
        return through("profiled");
    }

    private JsonObject through(String server) {
        return JsonObject.EMPTY
                .with("op", "connect")
                .with("url", gateway.url(server))
                .with("token", token);
    }

    private static Outcome query(RealClient client, String sql) throws Exception {
        return client.call("query", JsonObject.EMPTY.with("sql", sql));
    }
}
