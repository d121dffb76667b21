package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.url.HostGuard;
import dev.lockkeeper.guard.url.HostSettings;
import dev.lockkeeper.guard.url.Resolver;
import dev.lockkeeper.guard.url.UrlGuard;
import dev.lockkeeper.guard.url.UrlSettings;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.yaml.YamlBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every row of every guard's table through the program: what is fit arrives as it was sent, and nothing else arrives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardTablesTest {

    private static final String VERSION = "2025-11-25";
    private static final String PUBLIC = "93.184.216.34";

    /** A row that the gateway answers otherwise than the library, and why. */
    private record Difference(String gateway, String because) {}

    private final List<GuardTable> tables = GuardTable.all();
    private final Map<String, Difference> differences = new HashMap<>();
    private TableServer upstream;
    private Program.Serving gateway;
    private RawClient.OverHttp client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        upstream = new TableServer(directory, "tables");
        tables.forEach(table -> table.tools().forEach(upstream::tool));
        List<Json> entries = tables.stream()
                .flatMap(GuardTable::policy)
                .map(Json.class::cast)
                .toList();
        Path hosts = directory.resolve("hosts");
        Files.write(hosts, hosts());
        var program = new Program(directory, "-Djdk.net.hosts.file=" + hosts);
        program.configureAll("""
                version: 1
                listen: { port: 0, health-port: 0 }
                limits:
                  calls:
                    rules:
                      - { per: caller, rate: none, bytes-in: none }
                      - { per: all, rate: none, bytes-in: none }
                      - { per: server, rate: none, bytes-in: none }
                      - { per: tool, rate: none, bytes-in: none }
                    loops: { identical: 0, identical-reads: 0, ping-pong: 0, fan-out-calls: 0 }
                servers:
                  tables:
                    run: %s
                    arguments: %s
                    open: ["*-any"]
                    allow: ["*"]
                """.formatted(upstream.run(), new JsonArray(entries).text()));
        String token = program.token("alice");
        gateway = program.serve();
        client = new RawClient.OverHttp(gateway.url("tables"), token, VERSION);
        client.ask("initialize", RawClient.introduction(VERSION));
        client.tell("notifications/initialized");
        for (JsonObject row : Yaml.rows(Yaml.table("through/differences.yaml"))) {
            differences.put(
                    Yaml.text(row, "table") + ": " + Yaml.text(row, "row"),
                    new Difference(Yaml.text(row, "gateway"), Yaml.text(row, "because")));
        }
    }

    @AfterAll
    void stop() {
        client.close();
        gateway.close();
    }

    /** The names that the table of resolution tells; of others, those that a row asks for have a public address. */
    private List<String> hosts() throws Exception {
        var resolved = (JsonObject) Yaml.table("url/resolved.yaml");
        List<String> lines = new ArrayList<>();
        JsonObject told = Objects.requireNonNull(resolved.object("names"));
        told.members()
                .forEach((name, addresses) -> ((JsonArray) addresses)
                        .items()
                        .forEach(address -> lines.add(((JsonString) address).value() + " " + name)));
        Set<String> asked = new LinkedHashSet<>(Set.of("example.com"));
        Resolver asking = host -> {
            asked.add(host);
            return List.of(new byte[] {93, (byte) 184, (byte) 216, 34});
        };
        for (GuardTable table : tables) {
            byte[] settings =
                    table.guards().members().values().iterator().next().text().getBytes(StandardCharsets.UTF_8);
            boolean host = table.type().equals("host");
            if (host || table.type().equals("url") && !table.name().equals("url-resolved")) {
                var guard = host
                        ? new HostGuard(YamlBinder.bind(HostSettings.class, table.name(), settings), asking)
                        : new UrlGuard(YamlBinder.bind(UrlSettings.class, table.name(), settings), asking);
                table.rows()
                        .forEach(row -> guard.judge(
                                Objects.requireNonNull(row.arguments().get("value"))));
            }
        }
        asked.removeAll(told.members().keySet());
        asked.forEach(name -> lines.add(PUBLIC + " " + name));
        return lines;
    }

    @TestFactory
    Stream<DynamicNode> every_row_of_every_table() {
        return tables.stream().map(table -> dynamicContainer(table.name(), tests(table)));
    }

    private Stream<DynamicTest> tests(GuardTable table) {
        return Stream.concat(
                table.rows().stream().map(row -> dynamicTest(row.name(), () -> check(table, row))),
                Stream.of(dynamicTest("what is fit arrived and nothing else", () -> {
                    for (String tool : table.tools().keySet()) {
                        List<JsonObject> fit = table.rows().stream()
                                .filter(row -> row.tool().equals(tool)
                                        && wanted(table, row).equals("reached"))
                                .map(GuardTable.Row::arguments)
                                .toList();
                        assertThat(upstream.arrived(tool)).isEqualTo(fit);
                    }
                })));
    }

    private void check(GuardTable table, GuardTable.Row row) throws Exception {
        JsonObject answer;
        try {
            answer = client.ask(
                    "tools/call", JsonObject.EMPTY.with("name", row.tool()).with("arguments", row.arguments()));
        } catch (IOException e) {
            // The connection may end before all was sent of what is refused for its size.
            assertThat(wanted(table, row)).as(String.valueOf(e)).isEqualTo("json.too-large");
            return;
        }
        assertThat(outcome(answer)).as(answer.text()).isEqualTo(wanted(table, row));
    }

    private String wanted(GuardTable table, GuardTable.Row row) {
        Difference difference = differences.get(table.name() + ": " + row.name());
        return difference != null ? difference.gateway() : row.reason() == null ? "reached" : row.reason();
    }

    private static String outcome(JsonObject answer) {
        JsonObject error = answer.object("error");
        if (error != null) {
            JsonObject data = error.object("data");
            return data == null ? error.text() : Yaml.text(data, "reason", error.text());
        }
        JsonObject result = Objects.requireNonNull(answer.object("result"));
        return Yaml.text(
                (JsonObject)
                        Objects.requireNonNull(result.array("content")).items().getFirst(),
                "text");
    }

    @Test
    void no_table_runs_with_rows_left_out() {
        assertThat(tables).hasSizeGreaterThan(30);
        for (GuardTable table : tables) {
            String file = table.file() + ".yaml";
            assertThat((long) table.rows().size()).as(file).isPositive().isEqualTo(Yaml.count(file));
        }
    }

    @Test
    void every_difference_is_one() {
        assertThat(tables.stream()
                        .flatMap(table -> table.rows().stream()
                                .filter(row ->
                                        !wanted(table, row).equals(row.reason() == null ? "reached" : row.reason()))
                                .map(row -> table.name() + ": " + row.name())))
                .containsExactlyInAnyOrderElementsOf(differences.keySet());
    }
}
