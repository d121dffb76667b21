package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.secret.SecretCases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the tables of results through the program: a server answers so, and the client gets what the row says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResultTablesTest {

    private static final String VERSION = "2025-11-25";

    /** What the policy says of the server of each table; the settings of the tests of core. */
    private static final Map<String, String> SETTINGS = Map.of(
            "errors", "{}",
            "failures", "{}",
            "tokens", "{}",
            "members", "{}",
            "personal", "{}",
            "links", "{ links: { image-hosts: [img.example.com, '*.shields.example'] } }",
            "blobs", "{ blobs: { bytes: 4096, unchecked: [application/x-known] } }",
            "sizes", "{ size: { bytes: 4096, text-chars: 100, items: 5, strings: 40 } }",
            "cuts", "{ size: { bytes: 4096, text-chars: 100, items: 5, strings: 40, truncate: true } }");

    /**
     * One answer of a server.
     *
     * @param sent the arguments of the call
     * @param released what the client gets: the text of an error, a whole result, or the code of a refusal; or, of a
     *     secret, the beginning of what stands in its place
     * @param secret what the client does not get; null where nothing is secret
     */
    private record Case(
            String name,
            JsonObject sent,
            JsonObject answer,
            String released,
            @Nullable String secret) {}

    private final Map<String, List<Case>> tables = new LinkedHashMap<>();
    private final Map<String, RawClient.OverHttp> clients = new HashMap<>();
    private final Map<String, String> differences = new HashMap<>();
    private Program.Serving gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        for (JsonObject row : Yaml.rows(Yaml.table("through/result-differences.yaml"))) {
            differences.put(Yaml.text(row, "table") + ": " + Yaml.text(row, "row"), Yaml.text(row, "gateway"));
        }
        read();
        var servers = new StringBuilder();
        for (var table : tables.entrySet()) {
            var upstream = new TableServer(directory, table.getKey());
            upstream.answers("say", table.getValue().stream().map(Case::answer).toList());
            servers.append(
                    "  %s:\n    run: %s\n    results: %s\n    guards: %s\n    open: ['*']\n    untyped: allow\n    allow: ['*']\n"
                            .formatted(
                                    table.getKey(),
                                    upstream.run(),
                                    SETTINGS.get(table.getKey()),
                                    table.getKey().equals("personal")
                                            ? "{ secrets: { personal: { results: redact } } }"
                                            : "{}"));
        }
        var program = new Program(directory);
        program.configureAll("""
                version: 1
                listen: { port: 0, health-port: 0 }
                limits: { calls: { rules: [{ per: caller, rate: none }] } }
                servers:
                """ + servers);
        String token = program.token("alice");
        gateway = program.serve();
        for (String table : tables.keySet()) {
            var client = new RawClient.OverHttp(gateway.url(table), token, VERSION);
            client.ask("initialize", RawClient.introduction(VERSION));
            client.tell("notifications/initialized");
            clients.put(table, client);
        }
    }

    @AfterAll
    void stop() {
        clients.values().forEach(RawClient::close);
        gateway.close();
    }

    private void read() {
        for (JsonObject row : Yaml.rows(Yaml.table("result/errors.yaml"))) {
            JsonObject sent = row.object("sent");
            String text = Yaml.text(row, "text");
            JsonObject error =
                    JsonObject.EMPTY.with("code", JsonNumber.of(-32000)).with("message", text);
            add("errors", row, sent, JsonObject.EMPTY.with("error", error), same(row, text));
        }
        for (JsonObject row : Yaml.rows(Yaml.table("result/errors.yaml"))) {
            add(
                    "failures",
                    row,
                    row.object("sent"),
                    result(failed(Yaml.text(row, "text"))),
                    failed(same(row, Yaml.text(row, "text"))).text());
        }
        SecretCases.TABLES.forEach(this::secrets);
        for (JsonObject row : Yaml.rows(Yaml.table("result/links.yaml"))) {
            JsonObject sent = row.string("sent") == null ? null : JsonObject.EMPTY.with("url", Yaml.text(row, "sent"));
            String text = Yaml.text(row, "text");
            add("links", row, sent, result(text(text)), text(same(row, text)).text());
        }
        for (JsonObject row : Yaml.rows(Yaml.table("result/blobs.yaml"))) {
            for (JsonObject block : blocks(row)) {
                JsonObject content = JsonObject.EMPTY.with("content", new JsonArray(List.of(block)));
                boolean passes = Yaml.text(row, "expect").equals("pass");
                add("blobs", row, null, result(content), passes ? content.text() : Yaml.text(row, "expect"));
            }
        }
        for (JsonObject row : Yaml.rows(Yaml.table("result/sizes.yaml"))) {
            Json told = Yaml.json(expand(Yaml.text(row, "result")));
            boolean passes = Yaml.text(row, "expect").equals("pass");
            String released = passes ? told.text() : Yaml.text(row, "expect");
            add("sizes", row, null, result(told), released);
            add("cuts", row, null, result(told), row.string("cut") == null ? released : expand(Yaml.text(row, "cut")));
        }
    }

    private void add(String table, JsonObject row, @Nullable JsonObject sent, JsonObject answer, String released) {
        add(table, Yaml.text(row, "name"), sent == null ? JsonObject.EMPTY : sent, answer, released);
    }

    private void add(String table, String name, JsonObject sent, JsonObject answer, String released) {
        tables.computeIfAbsent(table, key -> new ArrayList<>()).add(new Case(name, sent, answer, released, null));
    }

    private void secrets(String file) {
        String table = file.substring("secret/".length(), file.length() - ".yaml".length());
        for (SecretCases.Row row : SecretCases.read(file)) {
            JsonObject answer = held(row);
            tables.computeIfAbsent(table, key -> new ArrayList<>())
                    .add(
                            row.find() == null
                                    ? new Case(row.name(), JsonObject.EMPTY, result(answer), answer.text(), null)
                                    : new Case(
                                            row.name(),
                                            JsonObject.EMPTY,
                                            result(answer),
                                            "[" + (table.equals("personal") ? table : "secret") + ":"
                                                    + row.find().code() + ":",
                                            row.part() == null ? row.texts().getFirst() : row.part()));
        }
    }

    private static JsonObject failed(String text) {
        return text(text).with("isError", JsonBoolean.TRUE);
    }

    /** A value as a text, or under its name. */
    private static JsonObject held(SecretCases.Row row) {
        return row.member().isEmpty()
                ? text(row.texts().getFirst())
                : JsonObject.EMPTY
                        .with("content", new JsonArray(List.of()))
                        .with("structuredContent", JsonObject.EMPTY.with(row.member(), row.value()));
    }

    private static String same(JsonObject row, String text) {
        return Yaml.text(row, "expect").equals("same") ? text : Yaml.text(row, "expect");
    }

    private static JsonObject result(Json result) {
        return JsonObject.EMPTY.with("result", result);
    }

    private static JsonObject text(String text) {
        JsonObject block = JsonObject.EMPTY.with("type", "text").with("text", text);
        return JsonObject.EMPTY.with("content", new JsonArray(List.of(block)));
    }

    private static List<JsonObject> blocks(JsonObject row) {
        JsonObject typed = row.string("type") == null
                ? JsonObject.EMPTY
                : JsonObject.EMPTY.with("mimeType", Yaml.text(row, "type"));
        String base64 = row.string("base64") == null ? base64(row) : Yaml.text(row, "base64");
        return List.of(
                JsonObject.EMPTY
                        .with("type", "resource")
                        .with("resource", typed.with("uri", "a:b").with("blob", base64)),
                typed.with("type", "image").with("data", base64));
    }

    private static String base64(JsonObject row) {
        byte[] bytes = row.string("hex") == null
                ? Yaml.text(row, "text").getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex(Yaml.text(row, "hex"));
        int pad = row.get("pad") instanceof JsonNumber number ? number.value().intValueExact() : 0;
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, bytes.length + pad));
    }

    private static String expand(String text) {
        String one = replaced(text, "TEXT", "x"::repeat);
        String two = replaced(one, "MANY", count -> list(count, "{\"type\":\"text\",\"text\":\"x\"}"));
        return replaced(two, "WORDS", count -> list(count, "\"x\""));
    }

    private static String list(int count, String item) {
        return "[" + String.join(",", Collections.nCopies(count, item)) + "]";
    }

    private static String replaced(String text, String word, IntFunction<String> with) {
        int from = text.indexOf(word + "(");
        if (from < 0) {
            return text;
        }
        int to = text.indexOf(')', from);
        int count = Integer.parseInt(text.substring(from + word.length() + 1, to));
        return text.substring(0, from) + with.apply(count) + text.substring(to + 1);
    }

    @TestFactory
    Stream<DynamicNode> every_row_of_every_table() {
        return tables.entrySet().stream().map(table -> dynamicContainer(table.getKey(), tests(table)));
    }

    private Stream<DynamicTest> tests(Map.Entry<String, List<Case>> table) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Case one : table.getValue()) {
            int n = tests.size();
            tests.add(dynamicTest(one.name(), () -> {
                JsonObject answer = Objects.requireNonNull(clients.get(table.getKey()))
                        .ask(
                                "tools/call",
                                JsonObject.EMPTY
                                        .with("name", "say")
                                        .with("arguments", one.sent().with("n", JsonNumber.of(n))));
                if (one.secret() == null) {
                    assertThat(released(answer)).isEqualTo(wanted(table.getKey(), one));
                } else {
                    assertThat(released(answer)).contains(one.released()).doesNotContain(one.secret());
                }
            }));
        }
        return tests.stream();
    }

    private String wanted(String table, Case one) {
        return differences.getOrDefault(table + ": " + one.name(), one.released());
    }

    private static String released(JsonObject answer) {
        JsonObject error = answer.object("error");
        if (error == null) {
            return Objects.requireNonNull(answer.object("result"))
                    .without("_meta")
                    .text();
        }
        JsonObject data = error.object("data");
        return data == null || data.string("reason") == null ? Yaml.text(error, "message") : Yaml.text(data, "reason");
    }

    @Test
    void no_table_runs_with_rows_left_out() {
        for (String table : Yaml.tables("result")) {
            assertThat(tables.get(table))
                    .as(table)
                    .hasSize((int) Yaml.count("result/" + table + ".yaml") * (table.equals("blobs") ? 2 : 1));
        }
        for (String table : Yaml.tables("secret")) {
            assertThat(tables.get(table)).as(table).hasSize((int) Yaml.count("secret/" + table + ".yaml"));
        }
        assertThat(tables).containsOnlyKeys(SETTINGS.keySet());
        assertThat(tables.get("failures")).hasSameSizeAs(tables.get("errors"));
        assertThat(tables.get("cuts")).hasSameSizeAs(tables.get("sizes"));
    }

    @Test
    void every_difference_is_one() {
        assertThat(tables.entrySet().stream()
                        .flatMap(table -> table.getValue().stream()
                                .filter(one -> !wanted(table.getKey(), one).equals(one.released()))
                                .map(one -> table.getKey() + ": " + one.name())))
                .hasSameElementsAs(differences.keySet());
    }
}
