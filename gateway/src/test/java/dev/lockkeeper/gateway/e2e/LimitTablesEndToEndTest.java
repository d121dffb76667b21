package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.gateway.identity.TokenStore;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.yaml.YamlBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables of limits through the program, each case up to where time would have to pass. A case has callers and servers of
 * its own, so that each begins with nothing used.
 */
class LimitTablesEndToEndTest {

    private static final JsonObject META =
            RawClient.read("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");

    @TestFactory
    Stream<DynamicTest> every_case_of_every_table(@TempDir Path directory) {
        List<String> tables = Yaml.tables("limit");
        assertThat(tables).hasSizeGreaterThan(7);
        return tables.stream()
                .map(name -> dynamicTest(name, () -> {
                    Path own = Files.createDirectory(directory.resolve(name));
                    try (var run = new Run(own, (JsonObject) Yaml.table("limit/" + name + ".yaml"))) {
                        run.all();
                    }
                }));
    }

    /** One table before one gateway. */
    private static final class Run implements AutoCloseable {

        private final Path directory;
        private final List<JsonObject> cases;
        private final TableServer upstream;
        private final TokenStore tokens;
        private final Program.Serving gateway;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final Map<String, String> callers = new HashMap<>();
        private final Map<String, RawClient.OverHttp> clients = new HashMap<>();
        private final Map<String, List<Future<JsonObject>>> held = new HashMap<>();
        private int calls;

        Run(Path directory, JsonObject table) throws Exception {
            this.directory = directory;
            this.cases = Yaml.rows(table);
            this.upstream = new TableServer(directory, "tools");
            Set<String> servers = new LinkedHashSet<>();
            for (int i = 0; i < cases.size(); i++) {
                for (JsonObject step : steps(cases.get(i))) {
                    String call = step.string("call");
                    for (int n = 0; call != null && n < number(step, "times", 1); n++) {
                        servers.add(server(call) + "-c" + i);
                        upstream.behaving(tool(call, n));
                    }
                }
            }
            var program = new Program(directory);
            program.configure("limits: { calls: %s }\nservers:\n%s"
                    .formatted(
                            settings(Objects.requireNonNull(table.object("settings")))
                                    .text(),
                            servers(servers)));
            this.tokens = new TokenStore(program.home(), Clock.systemUTC());
            this.gateway = program.serve();
        }

        private String servers(Set<String> names) throws IOException {
            var servers = new StringBuilder();
            for (String name : names) {
                // Who does not answer is not waited for; the others may be slow to start.
                servers.append(
                        "  %s: { run: %s, protocol: 2025-11-25, timeout: %s, read-only: ['get_*'], allow: ['*'] }\n"
                                .formatted(name, upstream.run(), name.startsWith("dead-") ? "1s" : "30s"));
            }
            return servers.toString();
        }

        /** The settings for the callers and servers of each case. */
        private static JsonObject settings(JsonObject settings) {
            JsonArray rules = settings.array("rules");
            return rules == null
                    ? settings
                    : settings.with(
                            "rules",
                            new JsonArray(rules.items().stream()
                                    .map(rule -> rule((JsonObject) rule))
                                    .toList()));
        }

        private static Json rule(JsonObject rule) {
            JsonObject each = rule;
            for (String key : List.of("caller", "server")) {
                String name = rule.string(key);
                each = name == null || name.endsWith("*") ? each : each.with(key, name + "-c*");
            }
            return each;
        }

        void all() throws Exception {
            for (int i = 0; i < cases.size(); i++) {
                JsonObject one = cases.get(i);
                boolean first = true;
                for (JsonObject step : one.string("only-here") == null ? steps(one) : List.<JsonObject>of()) {
                    if (step.get("pass") != null || step.get("at") != null) {
                        assertThat(first)
                                .as("%s begins with time that passes", one.text())
                                .isFalse();
                        break;
                    }
                    first = false;
                    step(i, step);
                }
                assertThat(held)
                        .as("calls of %s that no step ended", one.string("name"))
                        .isEmpty();
            }
            assertThat(calls).isPositive();
        }

        private void step(int number, JsonObject step) throws Exception {
            String end = step.string("end");
            if (end != null) {
                Files.createFile(until(number, end));
                for (Future<JsonObject> each : Objects.requireNonNull(held.remove(end))) {
                    check(step, each.get());
                }
                return;
            }
            String caller = Yaml.text(step, "as", "alice") + "-c" + number;
            String listed = step.string("list");
            if (listed != null) {
                calls++;
                check(step, client(listed + "-c" + number, caller, "").ask("tools/list", META));
                return;
            }
            String call = Yaml.text(step, "call");
            String hold = step.string("hold");
            for (int i = 0; i < number(step, "times", 1); i++) {
                JsonObject params = params(number, step, tool(call, i));
                String server = server(call) + "-c" + number;
                if (hold == null) {
                    check(step, client(server, caller, "").ask("tools/call", params));
                } else {
                    var own = client(server, caller, hold + i);
                    held.computeIfAbsent(hold, name -> new ArrayList<>())
                            .add(threads.submit(() -> own.ask("tools/call", params)));
                    Json arguments = Objects.requireNonNull(params.get("arguments"));
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> upstream.arrived(tool(call, 0)).contains(arguments));
                }
            }
        }

        private JsonObject params(int number, JsonObject step, String tool) {
            calls++;
            boolean fresh = step.get("fresh") == JsonBoolean.TRUE;
            JsonObject arguments = JsonObject.EMPTY
                    .with("n", JsonNumber.of(fresh ? calls : 0))
                    .with("text", "x".repeat((int) number(step, "bytes", 0)));
            if (step.get("answer") instanceof JsonNumber answer) {
                arguments = arguments.with("answer", answer);
            }
            if (step.get("fails") == JsonBoolean.TRUE) {
                arguments = arguments.with("silent", JsonBoolean.TRUE);
            }
            String hold = step.string("hold");
            if (hold != null) {
                arguments = arguments.with("until", until(number, hold).toString());
            }
            return META.with("name", tool).with("arguments", arguments);
        }

        private Path until(int number, String hold) {
            return directory.resolve("until-" + number + "-" + hold);
        }

        /** A client of that caller; in an era in which a call is one message and nothing else counts. */
        private RawClient.OverHttp client(String server, String caller, String use) throws Exception {
            String token = callers.get(caller);
            if (token == null) {
                token = tokens.create(caller, null).exposeToOwner();
                callers.put(caller, token);
            }
            String key = String.join(" ", server, caller, use);
            RawClient.OverHttp client = clients.get(key);
            if (client == null) {
                client = new RawClient.OverHttp(gateway.url(server), token, "2026-07-28");
                clients.put(key, client);
            }
            return client;
        }

        private static void check(JsonObject step, JsonObject answer) throws Exception {
            JsonObject error = answer.object("error");
            JsonObject data = error == null ? JsonObject.EMPTY : Objects.requireNonNull(error.object("data"));
            boolean fails = step.get("fails") == JsonBoolean.TRUE;
            assertThat(Yaml.text(data, "reason", answer.object("result") == null ? answer.text() : "in"))
                    .as("%s: %s", step.text(), answer.text())
                    .isEqualTo(fails ? "upstream.timeout" : Yaml.text(step, "expect", "in"));
            if (step.string("expect") != null) {
                retryAfter(
                        step,
                        data.get("retryAfterMs") instanceof JsonNumber ms
                                ? ms.value().longValueExact()
                                : 0);
            }
        }

        // Some time has passed, and the hour is another one than that of the table.
        private static void retryAfter(JsonObject step, long ms) throws Exception {
            String told = step.string("retry-after");
            boolean hour = Yaml.text(step, "expect").equals("limit.budget");
            long most = told == null || hour
                    ? Duration.ofDays(2).toMillis()
                    : duration(told).toMillis() + 1;
            assertThat(ms).as(step.text()).isBetween("0s".equals(told) ? 0 : 1L, most);
        }

        private record Told(Duration time) {}

        private static Duration duration(String told) throws Exception {
            return YamlBinder.bind(Told.class, "time", ("time: " + told).getBytes(StandardCharsets.UTF_8))
                    .time();
        }

        private static List<JsonObject> steps(JsonObject one) {
            return Objects.requireNonNull(one.array("steps")).items().stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }

        private static String server(String call) {
            return call.substring(0, call.indexOf('/'));
        }

        private static String tool(String call, long n) {
            return call.substring(call.indexOf('/') + 1).replace("#", Long.toString(n));
        }

        private static long number(JsonObject step, String key, long otherwise) {
            return step.get(key) instanceof JsonNumber number ? number.value().longValueExact() : otherwise;
        }

        @Override
        public void close() {
            clients.values().forEach(RawClient::close);
            gateway.close();
            threads.close();
        }
    }
}
