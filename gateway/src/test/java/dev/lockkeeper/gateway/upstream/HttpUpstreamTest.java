package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Heard.Received;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Script;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUpstreamTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String NOTICE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
    private static final Permit INITIALIZE = Permits.of(
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");
    private static final Permit INITIALIZED =
            Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

    private final Heard heard = new Heard();
    private @Nullable ScriptedServer server;
    private @Nullable RemoteServer remote;
    private @Nullable Upstream upstream;

    @AfterEach
    void close() throws IOException {
        if (remote != null) {
            remote.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_json_answer_returns_under_the_clients_id() throws Exception {
        start((asked, reply) -> reply.result(asked, "{\"n\":1.10}"));
        assertThat(forward(Permits.request("\"x\"", "m")).wire().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"n\":1.10}}");
        Asked asked = server().asked.getFirst();
        assertThat(asked.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}");
        assertThat(asked.header("accept")).isEqualTo("application/json, text/event-stream");
        assertThat(asked.header("content-type")).isEqualTo("application/json");
        assertThat(asked.header("authorization")).isEqualTo("Bearer s3cret");
        assertThat(asked.headers()).doesNotContainKeys("accept-encoding", "cookie", "mcp-protocol-version");
    }

    @Test
    void what_comes_on_the_stream_before_the_answer_belongs_to_the_request() throws Exception {
        start((asked, reply) -> reply.stream()
                .chunk(": hello\n\n")
                .event(NOTICE)
                .event("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"roots/list\"}")
                .chunk("event: other\ndata: ignored\n\n")
                .event(result(asked, "{}")));
        Permit permit = Permits.request("1", "m");
        assertThat(forward(permit)).isInstanceOf(Success.class);
        assertThat(heard.received)
                .extracting(Received::related)
                .containsExactly(Optional.of(permit), Optional.of(permit));
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void requests_with_equal_ids_each_get_their_own_answer_over_few_connections() throws Exception {
        start((asked, reply) -> {
            if (asked.id().endsWith("3")) {
                reply.stream().event(result(asked, "{\"echo\":" + asked.body() + "}"));
            } else {
                reply.result(asked, "{\"echo\":" + asked.body() + "}");
            }
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Permit permit = Permits.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"mark\":\"m" + i + "m\"}}");
                answers.add(threads.submit(() -> forward(permit)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().wire().toString()).contains("\"m" + i + "m\"");
            }
        }
        assertThat(server().connections()).as("connections are used again").isLessThan(40);
    }

    @Test
    void a_second_answer_and_a_strangers_answer_are_refused() throws Exception {
        start((asked, reply) -> reply.stream()
                .event("{\"jsonrpc\":\"2.0\",\"id\":424242,\"result\":{}}")
                .event(result(asked, "{}"))
                .event(result(asked, "{}")));
        assertThat(forward(Permits.request("1", "m"))).isInstanceOf(Success.class);
        await().untilAsserted(() -> assertThat(heard.refused)
                .extracting(UpstreamFailure::reason)
                .containsExactly(Reason.RESULT_UNEXPECTED, Reason.RESULT_UNEXPECTED));
    }

    @Test
    void an_answer_on_one_stream_answers_no_other_request() throws Exception {
        var both = new CountDownLatch(2);
        start((asked, reply) -> {
            both.countDown();
            both.await();
            String other = asked.id().equals("1") ? "2" : "1";
            reply.stream()
                    .event("{\"jsonrpc\":\"2.0\",\"id\":" + other + ",\"result\":{}}")
                    .event(result(asked, "{\"own\":" + asked.id() + "}"));
        });
        FutureTask<Response> first = inBackground(Permits.request("\"a\"", "m"));
        assertThat(((Success) forward(Permits.request("\"b\"", "m"))).result().get("own"))
                .isNotNull();
        assertThat(((Success) first.get()).result().get("own")).isNotNull();
        assertThat(heard.refused).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "204, '', UPSTREAM_PROTOCOL",
        "302, '', UPSTREAM_PROTOCOL",
        "307, '', UPSTREAM_PROTOCOL",
        "400, '', UPSTREAM_PROTOCOL",
        "401, '', UPSTREAM_UNAVAILABLE",
        "404, '', UPSTREAM_PROTOCOL",
        "429, '', UPSTREAM_UNAVAILABLE",
        "500, '', UPSTREAM_UNAVAILABLE",
        "503, '{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-1,\"message\":\"m\"}}', UPSTREAM_UNAVAILABLE",
        "400, '{\"jsonrpc\":\"2.0\",\"id\":77,\"error\":{\"code\":-1,\"message\":\"m\"}}', UPSTREAM_PROTOCOL",
        "200, '', UPSTREAM_PROTOCOL",
        "200, '[]', UPSTREAM_PROTOCOL",
        "200, '{\"a\":1,\"a\":2}', UPSTREAM_PROTOCOL",
        "200, '{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}', UPSTREAM_PROTOCOL",
        "200, '{\"jsonrpc\":\"2.0\",\"method\":\"m\"}', UPSTREAM_PROTOCOL",
    })
    void what_is_no_answer_fails(int status, String body, Reason reason) throws Exception {
        start((asked, reply) -> reply.json(status, body, "Location: /elsewhere"));
        fails(Permits.request("1", "m"), reason);
        assertThat(server().asked).as("nothing is followed or repeated").hasSize(1);
    }

    @Test
    void an_http_error_with_an_error_of_this_request_is_its_answer() throws Exception {
        start((asked, reply) -> reply.json(
                404,
                "{\"jsonrpc\":\"2.0\",\"id\":" + asked.id()
                        + ",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}"));
        assertThat(forward(Permits.modern("\"q\"", "tools/list", "")))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(-32601);
                    assertThat(failure.id()).hasToString("\"q\"");
                });
    }

    @Test
    void other_content_types_fail() throws Exception {
        start((asked, reply) -> reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}"));
        fails(Permits.request("1", "m"), Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void a_gigabyte_on_one_line_is_cut_off() throws Exception {
        var sent = new AtomicInteger();
        start((asked, reply) -> {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Type: "
                    + (asked.body().contains("json") && asked.body().contains("whole")
                            ? "application/json"
                            : "text/event-stream")
                    + "\r\nContent-Length: 1073741824\r\n\r\n");
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 1024; i++) {
                reply.raw(block);
                sent.incrementAndGet();
            }
        });
        fails(Permits.request("1", "m"), Reason.UPSTREAM_PROTOCOL);
        fails(Permits.request("1", "whole"), Reason.UPSTREAM_PROTOCOL);
        assertThat(sent).hasValueLessThan(100);
    }

    @Test
    void a_flood_of_events_arrives_in_order_and_garbage_is_given_up() throws Exception {
        start((asked, reply) -> {
            reply.stream();
            for (int i = 0; i < 5000; i++) {
                reply.event(asked.body().contains("garbage") ? "garbage" : NOTICE);
            }
            reply.event(result(asked, "{}"));
        });
        assertThat(forward(Permits.request("1", "m"))).isInstanceOf(Success.class);
        assertThat(heard.received).hasSize(5000);
        fails(Permits.request("2", "garbage"), Reason.UPSTREAM_PROTOCOL);
        assertThat(heard.refused).hasSize(101);
    }

    @Test
    void a_stream_that_breaks_off_without_an_id_fails_its_request() throws Exception {
        start((asked, reply) -> reply.stream().event(NOTICE).breakOff());
        fails(Permits.request("1", "m"), Reason.UPSTREAM_CLOSED);
        assertThat(server().asked).hasSize(1);
    }

    @Test
    void a_response_that_breaks_off_fails_its_request() throws Exception {
        start((asked, reply) -> {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"jsonrpc\"");
            reply.breakOff();
        });
        fails(Permits.request("1", "m"), Reason.UPSTREAM_CLOSED);
    }

    @Test
    void half_a_line_and_silence_run_into_the_timeout_and_the_server_is_told() throws Exception {
        start(SHORT, (asked, reply) -> {
            if (asked.body().contains("cancelled")) {
                reply.status(202);
            } else {
                reply.stream().chunk("data: {\"json");
                reply.gone.await();
            }
        });
        fails(Permits.request("1", "m"), Reason.UPSTREAM_TIMEOUT);
        await().untilAsserted(() -> assertThat(server().asked.getLast().body()).contains("\"requestId\":1"));
    }

    @Test
    void nobody_there_is_unavailable() throws Exception {
        start((asked, reply) -> {});
        server().close();
        fails(Permits.request("1", "m"), Reason.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void a_session_is_kept_and_ended() throws Exception {
        start(session((asked, reply) -> reply.result(asked, "{}")));
        forward(INITIALIZE);
        running().tell(INITIALIZED);
        forward(Permits.request("2", "tools/list"));
        running().close();
        assertThat(server().asked.getFirst().headers()).doesNotContainKey("mcp-session-id");
        for (Asked later : server().asked.subList(1, server().asked.size())) {
            assertThat(later.header("mcp-session-id")).isEqualTo("s-1");
            assertThat(later.header("mcp-protocol-version")).isEqualTo("2025-06-18");
        }
        assertThat(server().asked("DELETE")).hasSize(1);
        assertThat(server().asked("GET")).hasSizeBetween(0, 1);
        assertThat(heard.closed).isEmpty();
        fails(Permits.request("3", "m"), Reason.UPSTREAM_CLOSED);
    }

    @Test
    void a_session_that_the_server_forgot_ends_the_conversation() throws Exception {
        start(session((asked, reply) -> reply.json(
                404, "{\"jsonrpc\":\"2.0\",\"id\":" + asked.id() + ",\"error\":{\"code\":-1,\"message\":\"m\"}}")));
        forward(INITIALIZE);
        fails(Permits.request("2", "m"), Reason.UPSTREAM_CLOSED);
        fails(Permits.request("3", "m"), Reason.UPSTREAM_CLOSED);
        assertThat(heard.closed).extracting(UpstreamFailure::reason).containsExactly(Reason.UPSTREAM_CLOSED);
        assertThat(server().asked).hasSize(2);
    }

    @Test
    void a_session_id_that_no_header_can_hold_is_refused() throws Exception {
        start((asked, reply) -> reply.result(asked, "{}", "Mcp-Session-Id: a b"));
        fails(INITIALIZE, Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void the_servers_own_stream_is_heard_and_resumed() throws Exception {
        var opened = new AtomicInteger();
        start(session((asked, reply) -> {
            if (!asked.method().equals("GET")) {
                reply.result(asked, "{}");
            } else if (opened.incrementAndGet() == 1) {
                reply.stream().chunk("id: e-1\nretry: 100\ndata: " + NOTICE + "\n\n");
            } else {
                reply.stream().event(result(asked, "{}")).event(NOTICE);
                reply.gone.await();
            }
        }));
        forward(INITIALIZE);
        running().tell(INITIALIZED);
        await().until(() -> heard.received.size() == 2);
        assertThat(heard.received).extracting(Received::related).containsOnly(Optional.empty());
        assertThat(server().asked("GET").get(0).headers()).doesNotContainKey("last-event-id");
        assertThat(server().asked("GET").get(1).header("last-event-id")).isEqualTo("e-1");
        assertThat(server().asked("GET").get(1).header("accept")).isEqualTo("text/event-stream");
        assertThat(heard.refused).as("an answer there answers nothing").hasSize(1);
    }

    @Test
    void a_server_without_a_stream_of_its_own_is_asked_once() throws Exception {
        start(session((asked, reply) -> {
            if (asked.method().equals("GET")) {
                reply.status(405);
            } else {
                reply.result(asked, "{}");
            }
        }));
        forward(INITIALIZE);
        running().tell(INITIALIZED);
        await().until(() -> server().asked("GET").size() == 1);
        await().during(Duration.ofMillis(1500))
                .until(() -> server().asked("GET").size() == 1);
    }

    @Test
    void a_stream_that_the_server_closes_early_is_polled_by_get() throws Exception {
        var polls = new AtomicInteger();
        start(session((asked, reply) -> {
            if (asked.method().equals("POST")) {
                reply.stream().chunk("id: p-1\nretry: 10\ndata:\n\n");
            } else if (polls.incrementAndGet() < 3) {
                reply.stream().chunk("id: p-" + (polls.get() + 1) + "\ndata: " + NOTICE + "\n\n");
            } else {
                reply.stream().event("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"done\":true}}");
            }
        }));
        forward(INITIALIZE);
        Permit permit = Permits.request("\"long\"", "m");
        assertThat(forward(permit).wire().toString())
                .contains("\"id\":\"long\"")
                .contains("done");
        assertThat(server().asked("GET"))
                .extracting(asked -> asked.header("last-event-id"))
                .containsExactly("p-1", "p-2", "p-3");
        assertThat(heard.received)
                .extracting(Received::related)
                .containsExactly(Optional.of(permit), Optional.of(permit));
    }

    @Test
    void polling_that_leads_nowhere_ends() throws Exception {
        start(session((asked, reply) -> reply.stream().chunk("id: p\nretry: 1\ndata:\n\n")));
        forward(INITIALIZE);
        fails(Permits.request("1", "m"), Reason.UPSTREAM_CLOSED);
        assertThat(server().asked("GET")).hasSizeLessThan(10);
    }

    @Test
    void a_longer_retry_than_the_time_left_is_a_timeout() throws Exception {
        start(SHORT, session((asked, reply) -> {
            if (asked.method().equals("POST") && !asked.body().contains("cancelled")) {
                reply.stream().chunk("id: p\nretry: 3600000\ndata:\n\n");
            } else {
                reply.status(405);
            }
        }));
        forward(INITIALIZE);
        fails(Permits.request("1", "m"), Reason.UPSTREAM_TIMEOUT);
        assertThat(server().asked("GET")).isEmpty();
    }

    @Test
    void a_modern_stream_is_not_resumed() throws Exception {
        start((asked, reply) -> reply.stream().chunk("id: p\nretry: 1\ndata:\n\n"));
        fails(Permits.modern("1", "tools/list", ""), Reason.UPSTREAM_CLOSED);
        assertThat(server().asked).hasSize(1);
    }

    @Test
    void an_interrupt_tells_a_legacy_server_and_keeps_the_thread_interrupted() throws Exception {
        start(session((asked, reply) -> {
            if (asked.body().contains("cancelled")) {
                reply.status(202);
            } else {
                reply.stream().event(NOTICE);
                reply.gone.await();
            }
        }));
        forward(INITIALIZE);
        var interrupted = new FutureTask<>(() -> {
            assertThatThrownBy(() -> forward(Permits.request("\"c\"", "m"))).isInstanceOf(UpstreamFailure.class);
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = Thread.ofVirtual().start(interrupted);
        await().until(() -> !heard.received.isEmpty());
        thread.interrupt();
        assertThat(interrupted.get()).isTrue();
        await().untilAsserted(() -> assertThat(server().asked.getLast().body())
                .contains("notifications/cancelled")
                .contains("\"requestId\":2"));
        assertThat(server().asked.getLast().header("mcp-session-id")).isEqualTo("s-1");
    }

    @Test
    void a_clients_cancellation_is_posted_to_a_legacy_server_under_the_id_it_knows() throws Exception {
        start(session((asked, reply) -> {
            if (asked.body().contains("cancelled")) {
                reply.status(202);
            } else {
                reply.stream().event(NOTICE);
                reply.gone.await();
            }
        }));
        forward(INITIALIZE);
        FutureTask<Response> waiting = inBackground(Permits.request("\"c\"", "m"));
        await().until(() -> !heard.received.isEmpty());
        running()
                .tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":\"c\"}}"));
        running()
                .tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":\"unknown\"}}"));
        assertThat(server().asked).hasSize(3);
        assertThat(server().asked.getLast().body()).contains("\"requestId\":2");
        waiting.cancel(true);
    }

    @Test
    void cancelling_a_modern_request_closes_its_stream_and_sends_nothing() throws Exception {
        var broken = new CountDownLatch(2);
        start((asked, reply) -> {
            try {
                reply.stream();
                while (true) {
                    reply.event(NOTICE);
                    Thread.sleep(5);
                }
            } catch (IOException e) {
                broken.countDown();
                throw e;
            }
        });
        FutureTask<Response> told = inBackground(Permits.modern("\"c\"", "tools/list", ""));
        await().until(() -> !heard.received.isEmpty());
        running()
                .tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":\"c\"}}"));
        assertThatThrownBy(told::get).cause().isInstanceOf(UpstreamFailure.class);

        int before = heard.received.size();
        var interrupted = new FutureTask<>(() -> forward(Permits.modern("\"d\"", "tools/list", "")));
        Thread thread = Thread.ofVirtual().start(interrupted);
        await().until(() -> heard.received.size() > before);
        thread.interrupt();
        assertThatThrownBy(interrupted::get).cause().isInstanceOf(UpstreamFailure.class);
        broken.await();
        assertThat(server().asked).hasSize(2);
    }

    @Test
    void closing_fails_whatever_waits() throws Exception {
        start((asked, reply) -> {
            reply.stream().event(NOTICE);
            reply.gone.await();
        });
        FutureTask<Response> waiting = inBackground(Permits.request("1", "m"));
        await().until(() -> !heard.received.isEmpty());
        running().close();
        assertThatThrownBy(waiting::get)
                .cause()
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_CLOSED));
        running().close();
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void a_subscription_outlives_the_request_timeout_and_names_the_clients_id() throws Exception {
        start(SHORT, (asked, reply) -> {
            reply.stream();
            for (int i = 0; i < 8; i++) {
                reply.event(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
                                + "{\"io.modelcontextprotocol/subscriptionId\":" + asked.id() + "}}}");
                Thread.sleep(100);
            }
            reply.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
                    + "{\"io.modelcontextprotocol/subscriptionId\":99}}}");
            reply.event(result(asked, "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + asked.id() + "}}"));
        });
        Response answer = forward(Permits.modern("\"sub\"", "subscriptions/listen", ""));
        assertThat(answer.wire().toString()).contains("subscriptionId\":\"sub\"");
        assertThat(heard.received)
                .hasSize(8)
                .allSatisfy(received ->
                        assertThat(received.message().wire().toString()).contains("subscriptionId\":\"sub\""));
        assertThat(heard.refused).hasSize(1);
    }

    @Test
    void a_modern_request_carries_its_metadata_in_headers() throws Exception {
        start((asked, reply) -> reply.result(asked, "{}"));
        JsonObject schema = (JsonObject)
                Cases.in("mcp-headers/schemas.json").getFirst().members().get("schema");
        ToolDefinition tool = Objects.requireNonNull(ToolDefinition.of(
                JsonObject.EMPTY.with("name", "naïve").with("inputSchema", Objects.requireNonNull(schema))));
        forward(Permits.call("1", tool, "{\"region\":\"us-west1\",\"nested\":{\"count\":42}}"));
        Asked asked = server().asked.getFirst();
        assertThat(asked.header("mcp-protocol-version")).isEqualTo("2026-07-28");
        assertThat(asked.header("mcp-method")).isEqualTo("tools/call");
        assertThat(asked.header("mcp-name")).isEqualTo("=?base64?bmHDr3Zl?=");
        assertThat(asked.header("mcp-param-region")).isEqualTo("us-west1");
        assertThat(asked.header("mcp-param-count")).isEqualTo("42");
        assertThat(asked.headers()).doesNotContainKey("mcp-session-id");
        forward(Permits.modern("2", "resources/read", "\"uri\":\"file:///a b\","));
        assertThat(server().asked.getLast().header("mcp-name")).isEqualTo("file:///a b");
        forward(Permits.modern("3", "tools/list", ""));
        assertThat(server().asked.getLast().headers()).doesNotContainKey("mcp-name");
    }

    private Script session(Script otherwise) {
        return (asked, reply) -> {
            if (asked.body().contains("\"initialize\"")) {
                reply.result(asked, "{\"protocolVersion\":\"2025-06-18\"}", "MCP-Session-Id: s-1");
            } else if (asked.body().contains("initialized") || asked.method().equals("DELETE")) {
                reply.status(202);
            } else {
                otherwise.answer(asked, reply);
            }
        };
    }

    private static String result(Asked asked, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + asked.id() + ",\"result\":" + result + "}";
    }

    private void start(Script script) throws Exception {
        start(LONG, script);
    }

    private void start(Duration timeout, Script script) throws Exception {
        server = new ScriptedServer(script);
        URI url = server.url();
        remote = new RemoteServer(
                "test",
                new RemoteSettings(
                        url, Map.of("Authorization", Secret.of("Bearer s3cret")), LONG, timeout, 1 << 20, null));
        upstream = remote.open(heard);
    }

    private ScriptedServer server() {
        return Objects.requireNonNull(server);
    }

    private Upstream running() {
        return Objects.requireNonNull(upstream);
    }

    private Response forward(Permit permit) throws UpstreamFailure {
        return running().forward(permit);
    }

    private void fails(Permit permit, Reason reason) {
        assertThatThrownBy(() -> forward(permit))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private FutureTask<Response> inBackground(Permit permit) {
        var future = new FutureTask<>(() -> forward(permit));
        Thread.ofVirtual().start(future);
        return future;
    }
}
