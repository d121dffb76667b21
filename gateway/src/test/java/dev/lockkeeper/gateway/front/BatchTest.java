package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches, which only MCP 2025-03-26 has. */
class BatchTest {

    private static final String CANCELLED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}";
    private static final String UNASKED = "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}";

    private static String batch(String... messages) {
        return "[" + String.join(" ,\n", messages) + "]";
    }

    @Test
    void the_answers_come_together_in_the_order_of_the_requests() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Exchanged answer = gateway.send(gateway.session(gateway.alice, "2025-03-26")
                    .body(batch(
                            Gateway.call("2", "echo", "one"),
                            CANCELLED,
                            Gateway.call("\"3\"", "nothing", "two"),
                            Gateway.call("4", "echo", "three"))));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.body())
                    .matches("(?s)\\[\\{.*\"id\":2,.*\"one\".*},\\{.*\"id\":\"3\".*},\\{.*\"id\":4.*\"three\".*}]");
        }
    }

    @Test
    void once_something_comes_before_them_the_answers_are_events_of_one_stream() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var raw = new Raw(gateway.port())) {
            raw.send(gateway.session(gateway.alice, "2025-03-26")
                    .body(batch(
                            Gateway.call("2", "echo", "one"),
                            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"progress\","
                                    + "\"_meta\":{\"progressToken\":1}}}"))
                    .text(gateway.port()));
            raw.head();
            assertThat(raw.chunk()).contains("\"progressToken\":1");
            gateway.server.proceed.countDown();
            assertThat(raw.chunk()).containsSubsequence("id: p1-2\n", "\"id\":2", "id: p1-3\n", "\"id\":3");
            assertThat(raw.chunk()).isEmpty();
        }
    }

    @Test
    void a_batch_that_asks_nothing_is_accepted_or_refused_as_a_whole() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Wanted session = gateway.session(gateway.alice, "2025-03-26");
            assertThat(gateway.send(session.body(batch(CANCELLED, CANCELLED))).status())
                    .isEqualTo(202);
            Exchanged refused = gateway.send(session.body(batch(CANCELLED, UNASKED)));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.reason()).isEqualTo("message.invalid");
        }
    }

    @Test
    void initialize_is_never_part_of_a_batch() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            String initialize = batch(Gateway.initialize("2025-03-26"));
            assertThat(gateway.send(Wanted.legacy(gateway.alice).body(initialize))
                            .reason())
                    .isEqualTo("message.batch");
            assertThat(gateway.send(gateway.session(gateway.alice, "2025-03-26").body(initialize))
                            .reason())
                    .isEqualTo("message.batch");
            assertThat(stdio.ask(initialize)).contains("message.batch");
        }
    }

    @Test
    void each_request_of_a_batch_takes_a_place_of_its_caller() throws Exception {
        try (var gateway = new Gateway(settings -> {
            settings.perCaller = 10;
            return settings;
        })) {
            Wanted session = gateway.session(gateway.alice, "2025-03-26");
            assertThat(gateway.send(session.body(echoes(11))).reason()).isEqualTo("http.busy");
            for (int i = 0; i < 3; i++) {
                // The places are given back just after the answer.
                await().until(() -> gateway.send(session.body(echoes(10))).status() == 200);
            }
        }
    }

    private static String echoes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Gateway.call(Integer.toString(i), "echo", "x"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void over_stdio_a_batch_is_answered_on_one_line() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            stdio.ask(Gateway.initialize("2025-03-26"));
            stdio.send("[" + CANCELLED + "]");
            assertThat(stdio.ask("[" + Gateway.call("2", "echo", "one") + "," + UNASKED + ","
                            + Gateway.call("3", "echo", "two") + "]"))
                    .matches("\\[\\{.*\"id\":2,.*\"one\".*},\\{.*\"id\":3.*\"two\".*}]");
            assertThat(stdio.ask("[]")).contains("json.bound");
        }
    }
}
