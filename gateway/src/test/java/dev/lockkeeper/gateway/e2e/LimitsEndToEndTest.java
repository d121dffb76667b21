package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.audit.JournalEntry;
import dev.lockkeeper.audit.JournalFilter;
import dev.lockkeeper.audit.JournalQuery;
import dev.lockkeeper.audit.JournalVerifier;
import dev.lockkeeper.audit.Verification;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit as a client over HTTP meets it, before real processes. */
class LimitsEndToEndTest {

    private static final String[] SERVERS = {
        "rated", "narrow", "small", "large", "brief", "daily", "looping", "failing", "flooded", "slow"
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Program program;

    @SuppressWarnings("NullAway.Init")
    private Program.Serving gateway;

    private String token = "";

    @BeforeEach
    void start() throws Exception {
        program = new Program(directory);
        var servers = new StringBuilder();
        for (String name : SERVERS) {
            servers.append("  ")
                    .append(name)
                    .append(": { ")
                    .append(ShellServer.in(directory))
                    .append(name.equals("failing") ? ", timeout: 300ms" : "")
                    .append(", allow: [echo, hang, wait] }\n");
        }
        program.configure("""
                limits:
                  calls:
                    rules:
                      - { per: tool, server: rated, tool: ech*, rate: 2/1h }
                      - { per: tool, server: narrow, concurrency: 1 }
                      - { per: tool, server: small, bytes-in: 1Ki/1h }
                      - { per: tool, server: large, bytes-out: 50/1h }
                      - { per: task, server: brief, calls: 2 }
                      - { per: tool, server: daily, daily-calls: 2 }
                      - { per: tool, server: flooded, rate: 1/1h }
                      - { per: server, server: slow, time: 1ms/1h }
                      - { per: caller, rate: none }
                    loops: { identical: 3 }
                    circuit: { failures: 2, pause: 1h, longest-pause: 1h }
                servers:
                """ + servers);
        token = program.token("alice");
        gateway = program.serve();
    }

    @AfterEach
    void end() {
        gateway.close();
    }

    private RawClient.OverHttp client(String server) throws Exception {
        var client = new RawClient.OverHttp(gateway.url(server), token, "2025-11-25");
        client.ask("initialize", RawClient.introduction("2025-11-25"));
        client.tell("notifications/initialized");
        return client;
    }

    private static JsonObject call(RawClient client, String tool, JsonObject arguments) throws Exception {
        return client.ask("tools/call", JsonObject.EMPTY.with("name", tool).with("arguments", arguments));
    }

    private static JsonObject number(long n) {
        return JsonObject.EMPTY.with("n", JsonNumber.of(n));
    }

    /** The reason of a refusal; nothing where there was an answer. */
    private static String reason(JsonObject message) {
        JsonObject error = message.object("error");
        JsonObject data = error == null ? null : error.object("data");
        return data == null ? "" : String.valueOf(data.string("reason"));
    }

    private static long retryAfter(JsonObject message) {
        JsonObject error = message.object("error");
        JsonObject data = error == null ? null : error.object("data");
        return data != null && data.get("retryAfterMs") instanceof JsonNumber number
                ? number.value().longValueExact()
                : 0;
    }

    /** Two calls pass, and the third is refused for this reason. */
    private void twoPass(String server, String reason) throws Exception {
        try (RawClient.OverHttp client = client(server)) {
            assertThat(reason(call(client, "echo", number(1)))).isEmpty();
            assertThat(reason(call(client, "echo", number(2)))).isEmpty();
            JsonObject third = call(client, "echo", number(3));
            assertThat(reason(third)).isEqualTo(reason);
            assertThat(retryAfter(third)).isPositive();
            // A status such as 429 would be no answer to a client that speaks JSON-RPC.
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void a_rate_holds_across_conversations() throws Exception {
        twoPass("rated", "limit.rate");
        try (RawClient client = client("rated")) {
            assertThat(reason(call(client, "echo", number(4)))).isEqualTo("limit.rate");
        }
        String bob = program.token("bob");
        try (var client = new RawClient.OverHttp(gateway.url("rated"), bob, "2025-11-25")) {
            client.ask("initialize", RawClient.introduction("2025-11-25"));
            client.tell("notifications/initialized");
            assertThat(reason(call(client, "echo", number(4)))).isEmpty();
        }
    }

    @Test
    void calls_at_once_are_bounded_across_conversations() throws Exception {
        try (RawClient first = client("narrow");
                RawClient second = client("narrow");
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonObject> waiting = thread.submit(() -> call(first, "wait", number(1)));
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("reached")));
            JsonObject refused = call(second, "wait", number(2));
            assertThat(reason(refused)).isEqualTo("limit.concurrency");
            assertThat(retryAfter(refused)).isPositive();
            assertThat(reason(call(second, "echo", number(2)))).isEmpty();
            Files.createFile(directory.resolve("go"));
            assertThat(waiting.get().text()).contains("waited");
            assertThat(reason(call(second, "wait", number(2)))).isEmpty();
        }
    }

    @Test
    void bytes_are_bounded_in_both_directions() throws Exception {
        try (RawClient small = client("small");
                RawClient large = client("large")) {
            JsonObject text = JsonObject.EMPTY.with("text", "x".repeat(600));
            assertThat(reason(call(small, "echo", text))).isEmpty();
            JsonObject refused = call(small, "echo", text);
            assertThat(reason(refused)).isEqualTo("limit.bytes");
            assertThat(retryAfter(refused)).isPositive();
            JsonObject never = call(small, "echo", JsonObject.EMPTY.with("text", "x".repeat(2_000)));
            assertThat(reason(never)).isEqualTo("limit.bytes");
            assertThat(retryAfter(never)).isZero();
            assertThat(reason(call(large, "echo", number(1)))).isEmpty();
            assertThat(reason(call(large, "echo", number(2)))).isEqualTo("limit.bytes");
        }
    }

    @Test
    void a_task_has_so_many_calls_and_a_day_too() throws Exception {
        twoPass("brief", "limit.calls");
        twoPass("daily", "limit.budget");
    }

    @Test
    void the_time_of_a_server_is_that_of_all_calls_under_way_and_over() throws Exception {
        String bob = program.token("bob");
        try (RawClient first = client("slow");
                var second = new RawClient.OverHttp(gateway.url("slow"), bob, "2025-11-25");
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            second.ask("initialize", RawClient.introduction("2025-11-25"));
            second.tell("notifications/initialized");
            Future<JsonObject> waiting = thread.submit(() -> call(first, "wait", number(1)));
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("reached")));
            var tries = new AtomicLong();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> reason(call(second, "echo", number(tries.incrementAndGet())))
                            .equals("limit.time"));
            Files.createFile(directory.resolve("go"));
            assertThat(waiting.get().text()).contains("waited");
            JsonObject refused = call(second, "echo", number(0));
            assertThat(reason(refused)).isEqualTo("limit.time");
            assertThat(retryAfter(refused)).isPositive();
            assertThat(second.ask("tools/list", JsonObject.EMPTY).text()).contains("echo");
        }
    }

    @Test
    void a_loop_is_refused_and_something_else_is_not() throws Exception {
        try (RawClient client = client("looping")) {
            for (int i = 0; i < 3; i++) {
                assertThat(reason(call(client, "echo", number(1)))).isEmpty();
            }
            JsonObject fourth = call(client, "echo", number(1));
            assertThat(reason(fourth)).isEqualTo("limit.loop");
            assertThat(retryAfter(fourth)).isBetween(1L, 60_001L);
            assertThat(reason(call(client, "echo", number(2)))).isEmpty();
        }
    }

    @Test
    void calls_to_a_server_that_does_not_answer_are_refused_at_once() throws Exception {
        try (RawClient client = client("failing")) {
            assertThat(reason(call(client, "hang", number(1)))).isEqualTo("upstream.timeout");
            assertThat(reason(call(client, "hang", number(2)))).isEqualTo("upstream.timeout");
            JsonObject refused = call(client, "echo", number(3));
            assertThat(reason(refused)).isEqualTo("limit.circuit-open");
            assertThat(retryAfter(refused)).isPositive();
        }
        try (RawClient client = client("looping")) {
            assertThat(reason(call(client, "echo", number(7)))).isEmpty();
        }
    }

    @Test
    void a_flood_of_refused_calls_is_in_the_journal_as_a_sum() throws Exception {
        int flood = 300;
        try (RawClient client = client("flooded")) {
            assertThat(reason(call(client, "echo", number(0)))).isEmpty();
            for (int i = 1; i <= flood; i++) {
                assertThat(reason(call(
                                client,
                                "echo",
                                JsonObject.EMPTY
                                        .with("text", "needle".repeat(1_000))
                                        .with("n", JsonNumber.of(i)))))
                        .isEqualTo("limit.rate");
            }
        }
        gateway.close();
        List<JournalEntry> each = new ArrayList<>();
        List<Long> sums = new ArrayList<>();
        new JournalQuery(program.journal()).select(JournalFilter.ALL, entry -> {
            String text = entry.record().text();
            if (entry.string("reason").equals("limit.rate")
                    && entry.string("type").equals("decision")) {
                assertThat(text).doesNotContain("needle").hasSizeLessThan(1_000);
                each.add(entry);
            }
            if (entry.string("type").equals("refusals")
                    && entry.record().get("unrecorded") instanceof JsonNumber number) {
                sums.add(number.value().longValueExact());
            }
        });
        assertThat(each).hasSizeLessThan(flood / 2);
        assertThat(each.size() + sums.stream().mapToLong(Long::longValue).sum()).isEqualTo(flood);
        assertThat(JournalVerifier.verify(program.journal()).status()).isEqualTo(Verification.Status.VERIFIED);
    }
}
