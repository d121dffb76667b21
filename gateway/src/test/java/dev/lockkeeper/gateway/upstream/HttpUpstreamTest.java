package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Heard.Received;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.net.URI;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUpstreamTest extends HttpUpstreamSetting {

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

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":null,", ""})
    void an_error_without_an_id_in_a_refused_request_is_its_answer(String id) throws Exception {
        start((asked, reply) -> reply.json(
                400, "{\"jsonrpc\":\"2.0\"," + id + "\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":1.0}}"));
        Response answer = forward(Permits.request("\"q\"", "m"));
        assertThat(answer).isInstanceOf(Failure.class);
        assertThat(answer.id()).hasToString("\"q\"");
        assertThat(answer.wire().toString()).contains("\"data\":1.0").contains("\"id\":\"q\"");
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
            for (int i = 0; i < 4000; i++) {
                reply.event(asked.body().contains("garbage") ? "garbage" : NOTICE);
            }
            reply.event(result(asked, "{}"));
        });
        assertThat(forward(Permits.request("1", "m"))).isInstanceOf(Success.class);
        assertThat(heard.received).hasSize(4000);
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
        connect(URI.create("http://127.0.0.1:" + unused() + "/mcp"), LONG);
        fails(Permits.request("1", "m"), Reason.UPSTREAM_UNAVAILABLE);
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

    @Test
    void a_header_that_the_tool_does_not_declare_is_forwarded_and_speaks_for_no_argument() throws Exception {
        start((asked, reply) -> reply.result(asked, "{}"));
        JsonObject schema = (JsonObject)
                Cases.in("mcp-headers/schemas.json").getFirst().members().get("schema");
        ToolDefinition tool = Objects.requireNonNull(ToolDefinition.of(
                JsonObject.EMPTY.with("name", "t").with("inputSchema", Objects.requireNonNull(schema))));
        forward(Permits.call(
                "1",
                tool,
                "{\"region\":\"us-west1\"}",
                Map.of("tenant", "naïve\r\nX-Other: 1", "region", "eu", "count", "7", "a b", "x")));
        Asked asked = server().asked.getFirst();
        assertThat(asked.header("mcp-param-tenant")).isEqualTo("=?base64?bmHDr3ZlDQpYLU90aGVyOiAx?=");
        assertThat(asked.header("mcp-param-region")).isEqualTo("us-west1");
        assertThat(asked.headers()).doesNotContainKeys("mcp-param-count", "mcp-param-a b", "x-other");
    }

    @Test
    void a_server_that_cannot_be_connected_to_is_left_alone_after_its_second_failure() throws Exception {
        int port = unused();
        connect(URI.create("http://127.0.0.1:" + port + "/mcp"), LONG);
        fails(Permits.request("1", "m"), Reason.UPSTREAM_UNAVAILABLE);
        fails(Permits.request("1", "m"), Reason.UPSTREAM_UNAVAILABLE);
        fails(Permits.request("1", "m"), Reason.UPSTREAM_BACKOFF);
        server = new ScriptedServer(port, (asked, reply) -> reply.result(asked, "{}"));
        await().ignoreExceptions().until(() -> forward(Permits.request("1", "m")) instanceof Success);
        assertThat(forward(Permits.request("1", "m"))).isInstanceOf(Success.class);
    }
}
