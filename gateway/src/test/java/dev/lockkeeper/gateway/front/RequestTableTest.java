package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@NullUnmarked // a table has cells without a value
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestTableTest {

    private static final Set<String> CASE =
            Set.of("name", "era", "method", "path", "headers", "body", "message", "meta", "call", "expect");
    private static final Set<String> EXPECT =
            Set.of("status", "code", "reason", "id", "body", "header", "requested", "supported");

    private Entrance entrance;

    private String session;

    @BeforeAll
    void start() throws Exception {
        entrance = new Entrance(settings -> settings);
        session = entrance.begin();
    }

    @AfterAll
    void stop() {
        entrance.close();
    }

    @TestFactory
    Stream<DynamicTest> every_request_gets_what_the_table_says() throws IOException {
        return table("requests.yaml").map(row -> dynamicTest(text(row, "name"), () -> check(row)));
    }

    @TestFactory
    Stream<DynamicTest> every_sequence_of_bytes_gets_what_the_table_says() throws IOException {
        return table("raw.yaml").map(row -> dynamicTest(text(row, "name"), () -> checkRaw(row)));
    }

    @SuppressWarnings("unchecked")
    static Stream<Map<String, Object>> table(String name) throws IOException {
        Path file = Path.of(System.getProperty("lockkeeper.root"), "testdata", "http", name);
        var loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        return ((List<Map<String, Object>>) loaded).stream();
    }

    private void check(Map<String, Object> row) throws IOException {
        assertThat(CASE).containsAll(row.keySet());
        Map<String, Object> expected = map(Objects.requireNonNull(row.get("expect")));
        assertThat(EXPECT).containsAll(expected.keySet());
        int before = entrance.journal.entries().size();
        Exchanged got = entrance.send(wanted(row));
        assertThat(got.status()).as(got.body()).isEqualTo(expected.get("status"));
        if (expected.containsKey("code")) {
            assertThat(got.code()).isEqualTo(expected.get("code"));
        }
        if (expected.containsKey("reason")) {
            assertThat(got.reason()).isEqualTo(expected.get("reason"));
            assertThat(got.header("content-type")).isEqualTo("application/json");
        }
        if (expected.containsKey("id")) {
            checkId(got, expected.get("id"));
        }
        if (expected.containsKey("body")) {
            assertThat(got.body()).isEqualTo(expected.get("body"));
        }
        if (expected.containsKey("requested")) {
            JsonObject data = Objects.requireNonNull(got.error().object("data"));
            assertThat(data.string("requested")).isEqualTo(expected.get("requested"));
            assertThat(data.array("supported")).isEqualTo(JsonArray.ofStrings(strings(expected.get("supported"))));
        }
        map(expected.getOrDefault("header", Map.of()))
                .forEach((name, value) -> assertThat(got.header(name)).as(name).isEqualTo(value == null ? "" : value));
        assertThat(got.headers()).doesNotContainKeys("server", "x-powered-by", "location");
        assertThat(got.header("Cache-Control")).isEqualTo("no-store");
        assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(got.body()).doesNotContain("Exception", "secret inside");
        if (got.status() == 500) {
            assertThat(entrance.journal.entries()).hasSizeGreaterThan(before);
        }
    }

    private static void checkId(Exchanged got, Object id) {
        if (id == null) {
            assertThat(got.body()).contains("\"id\":null");
        } else if (id.equals("none")) {
            assertThat(got.json().get("id")).isNull();
        } else {
            assertThat(got.body()).contains("\"id\":" + id + ",");
        }
    }

    private Wanted wanted(Map<String, Object> row) {
        boolean legacy = "legacy".equals(row.get("era"));
        Wanted wanted = legacy ? Wanted.legacy(entrance.token).header("Mcp-Session-Id", session) : entrance.modern();
        if (row.get("method") instanceof String method) {
            wanted.method(method);
        }
        if (row.get("path") instanceof String path) {
            wanted.path(fill(path));
        }
        if (row.get("call") instanceof String tool) {
            wanted.call(tool);
        }
        if (row.get("meta") != null) {
            wanted.body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                    + Wanted.META.replace(
                            "2026-07-28",
                            text(
                                    map(Objects.requireNonNull(row.get("meta"))),
                                    "io.modelcontextprotocol/protocolVersion"))
                    + "}}");
        }
        if (row.get("message") != null) {
            wanted.body(Yaml.json(row.get("message")).replace("\"META\"", Wanted.META));
        }
        if (row.get("body") instanceof String body) {
            wanted.body(body);
        }
        map(row.getOrDefault("headers", Map.of()))
                .forEach((name, value) -> wanted.header(
                        name, strings(value).stream().map(this::fill).toArray(String[]::new)));
        return wanted;
    }

    private void checkRaw(Map<String, Object> row) throws IOException {
        assertThat(Set.of("name", "send", "bare", "status")).containsAll(row.keySet());
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":" + Wanted.META + "}}";
        String head = entrance.modern()
                .header("Host")
                .head(entrance.port())
                .replaceFirst("[^\n]*\n", "")
                .replace("\r\n", "\n");
        String text = text(row, "send").replace("HEAD", head);
        text = fill(row.get("bare") == null ? text.replace("\n", "\r\n") : text)
                .replace("PORT", Integer.toString(entrance.port()))
                .replace("LENGTH", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length))
                .replace("BODY", body);
        try (var raw = new Raw(entrance.port())) {
            raw.send(text);
            assertThat(statuses(Objects.requireNonNull(row.get("status"))))
                    .contains(raw.head().status());
        }
    }

    private String fill(String text) {
        return text.replace("TOKEN", entrance.token)
                .replace("OTHER", entrance.other)
                .replace("SESSION", session);
    }

    private static String text(Map<String, Object> row, String key) {
        return (String) Objects.requireNonNull(row.get(key), key);
    }

    private static List<Integer> statuses(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Integer.class::cast).toList()
                : List.of((Integer) value);
    }

    private static List<String> strings(Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
