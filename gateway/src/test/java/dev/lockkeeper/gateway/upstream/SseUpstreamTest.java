package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Heard.Received;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseUpstreamTest extends HttpUpstreamSetting {

    @Override
    Transport transport() {
        return Transport.SSE;
    }

    private void serve(SseServer.Handler handler) throws Exception {
        start(new SseServer("/messages?sessionId=7", handler));
    }

    @Test
    void messages_are_posted_to_the_endpoint_and_answered_on_the_stream() throws Exception {
        serve((asked, stream) -> stream.result(asked, "{\"n\":1.10}"));
        assertThat(forward(Permits.request("\"x\"", "m")).wire().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"n\":1.10}}");
        Asked get = server().asked("GET").getFirst();
        assertThat(get.header("accept")).isEqualTo("text/event-stream");
        assertThat(get.header("authorization")).isEqualTo("Bearer s3cret");
        Asked post = server().asked("POST").getFirst();
        assertThat(post.target()).isEqualTo("/messages?sessionId=7");
        assertThat(post.header("authorization")).isEqualTo("Bearer s3cret");
        assertThat(post.header("content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({"2024-11-05, ''", "2025-03-26, ''", "2025-06-18, 2025-06-18", "2025-11-25, 2025-11-25"})
    void the_version_is_named_beside_a_message_from_the_version_on_that_wants_it(String version, String header)
            throws Exception {
        serve((asked, stream) -> {
            if (asked.body().contains("\"id\"")) {
                stream.result(asked, "{\"protocolVersion\":\"" + version + "\"}");
            }
        });
        forward(INITIALIZE);
        running().tell(INITIALIZED);
        forward(Permits.request("2", "tools/list"));
        assertThat(server().asked("POST"))
                .extracting(asked -> asked.header("mcp-protocol-version"))
                .containsExactly("", header, header);
    }

    static List<String> foreign() {
        return List.of(
                "https://elsewhere.example/messages",
                "//elsewhere.example/messages",
                "http://127.0.0.1:1/messages",
                "http://localhost/messages",
                "http://user@127.0.0.1/messages",
                "/messages#part",
                "file:///etc/passwd",
                "mailto:a@example.com",
                "http://[broken",
                "/with a blank",
                "");
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void an_endpoint_that_is_not_the_servers_own_ends_the_conversation(String endpoint) throws Exception {
        start(new SseServer(endpoint, (asked, stream) -> {}));
        fails(Permits.request("1", "m"), Reason.UPSTREAM_PROTOCOL);
        assertThat(server().asked("POST")).isEmpty();
        assertThat(heard.closed).hasSize(1);
    }

    @Test
    void an_endpoint_may_be_named_in_full() throws Exception {
        start((asked, reply) -> {
            if (asked.method().equals("GET")) {
                String url = "http://127.0.0.1:" + server().url().getPort() + "/full";
                new SseServer(url, (posted, stream) -> {}).answer(asked, reply);
            } else {
                reply.json(400, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"m\"}}");
            }
        });
        assertThat(forward(Permits.request("1", "m"))).isInstanceOf(Failure.class);
        assertThat(server().asked("POST").getFirst().target()).isEqualTo("/full");
    }

    @Test
    void a_second_endpoint_ends_the_conversation() throws Exception {
        serve((asked, stream) -> stream.raw("event: endpoint\ndata: /other\n\n"));
        fails(Permits.request("1", "m"), Reason.UPSTREAM_PROTOCOL);
        await().untilAsserted(() -> assertThat(heard.closed).hasSize(1));
        fails(Permits.request("2", "m"), Reason.UPSTREAM_PROTOCOL);
        assertThat(running().isOpen()).isFalse();
    }

    @Test
    void notifications_and_questions_reach_the_listener_and_answers_the_server() throws Exception {
        serve((asked, stream) -> {
            if (asked.body().contains("\"m\"")) {
                stream.say(NOTICE);
                stream.say("{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"method\":\"roots/list\"}");
                stream.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":\"t\",\"progress\":1}}");
                stream.result(asked, "{}");
            }
        });
        Permit permit = Permits.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");
        assertThat(forward(permit)).isInstanceOf(Success.class);
        assertThat(heard.received)
                .extracting(Received::related)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(permit));
        assertThat(heard.received.get(1).message()).isInstanceOf(Request.class);
        running().tell(Permits.of("{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"result\":{\"roots\":[]}}"));
        assertThat(server().asked("POST").getLast().body()).contains("\"roots\"");
    }

    @Test
    void requests_with_equal_ids_each_get_their_own_answer() throws Exception {
        serve((asked, stream) -> stream.result(asked, "{\"echo\":" + asked.body() + "}"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Permit permit = Permits.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"mark\":\"m" + i + "m\"}}");
                answers.add(threads.submit(() -> forward(permit)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().wire().toString()).contains("\"m" + i + "m\"");
            }
        }
        assertThat(server().asked("GET")).hasSize(1);
    }

    @Test
    void an_answer_is_taken_before_its_post_is_acknowledged() throws Exception {
        var acknowledged = new CountDownLatch(1);
        serve((asked, stream) -> {
            stream.result(asked, "{}");
            acknowledged.await();
        });
        assertThat(forward(Permits.request("1", "m"))).isInstanceOf(Success.class);
        acknowledged.countDown();
    }

    @ParameterizedTest
    @CsvSource({"404, UPSTREAM_PROTOCOL", "302, UPSTREAM_PROTOCOL", "500, UPSTREAM_UNAVAILABLE"})
    void a_post_that_is_refused_fails_its_request_and_no_other(int status, Reason reason) throws Exception {
        var sse = new SseServer("/messages", (asked, stream) -> stream.result(asked, "{}"));
        start((asked, reply) -> {
            if (asked.body().contains("\"bad\"")) {
                reply.status(status, "Location: /elsewhere");
            } else {
                sse.answer(asked, reply);
            }
        });
        fails(Permits.request("1", "bad"), reason);
        assertThat(forward(Permits.request("2", "m"))).isInstanceOf(Success.class);
        assertThatThrownBy(() -> running().tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"bad\"}")))
                .isInstanceOf(UpstreamFailure.class);
        assertThat(heard.closed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 404, 405, 500})
    void where_there_is_no_stream_there_is_no_conversation(int status) throws Exception {
        start((asked, reply) -> reply.status(status, "Location: /elsewhere"));
        fails(Permits.request("1", "m"), Reason.UPSTREAM_PROTOCOL);
        assertThat(server().asked).hasSize(1);
        assertThat(heard.closed).hasSize(1);
    }

    @Test
    void the_end_of_the_stream_fails_whatever_waits() throws Exception {
        serve((asked, stream) -> {
            if (asked.body().contains("\"end\"")) {
                stream.raw("data: {\"jsonrpc\"");
                stream.end();
            }
        });
        FutureTask<Response> waiting = inBackground(Permits.request("1", "silence"));
        await().until(() -> server().asked("POST").size() == 1);
        fails(Permits.request("2", "end"), Reason.UPSTREAM_CLOSED);
        assertThatThrownBy(waiting::get).cause().isInstanceOf(UpstreamFailure.class);
        await().untilAsserted(() ->
                assertThat(heard.closed).extracting(UpstreamFailure::reason).containsExactly(Reason.UPSTREAM_CLOSED));
        fails(Permits.request("3", "m"), Reason.UPSTREAM_CLOSED);
        assertThat(server().asked("GET")).hasSize(1);
    }

    @Test
    void closing_ends_the_stream_and_tells_nobody() throws Exception {
        serve((asked, stream) -> stream.result(asked, "{}"));
        forward(Permits.request("1", "m"));
        FutureTask<Response> waiting = new FutureTask<>(() -> forward(Permits.request("2", "m")));
        running().close();
        Thread.ofVirtual().start(waiting);
        assertThatThrownBy(waiting::get).cause().isInstanceOf(UpstreamFailure.class);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void silence_runs_into_the_timeout_and_the_server_is_told() throws Exception {
        start(SHORT, new SseServer("/messages", (asked, stream) -> {
            if (asked.body().contains("\"half\"")) {
                stream.raw("data: {\"json");
            }
        }));
        fails(Permits.request("1", "half"), Reason.UPSTREAM_TIMEOUT);
        await().untilAsserted(() -> assertThat(server().asked("POST").getLast().body())
                .contains("notifications/cancelled")
                .contains("\"requestId\":1"));
    }

    @Test
    void a_clients_cancellation_is_translated_and_ends_the_wait() throws Exception {
        serve((asked, stream) -> {});
        FutureTask<Response> waiting = inBackground(Permits.request("\"c\"", "m"));
        await().until(() -> server().asked("POST").size() == 1);
        running()
                .tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":\"c\"}}"));
        await().untilAsserted(() ->
                assertThat(server().asked("POST").getLast().body()).contains("\"requestId\":1"));
        assertThatThrownBy(waiting::get)
                .cause()
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_CANCELLED));
    }

    @Test
    void a_gigabyte_in_one_event_is_cut_off() throws Exception {
        var sent = new AtomicInteger();
        start((asked, reply) -> {
            if (asked.method().equals("POST")) {
                reply.status(202);
                return;
            }
            reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1073741824\r\n\r\n"
                    + "event: endpoint\ndata: /m\n\ndata: ");
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 1024; i++) {
                reply.raw(block);
                sent.incrementAndGet();
            }
        });
        fails(Permits.request("1", "m"), Reason.UPSTREAM_PROTOCOL);
        await().untilAsserted(() -> assertThat(heard.closed).hasSize(1));
        assertThat(sent).hasValueLessThan(100);
    }

    @Test
    void a_conversation_that_is_ended_before_it_began_opens_nothing() throws Exception {
        serve((asked, stream) -> {});
        running().close();
        fails(Permits.request("1", "m"), Reason.UPSTREAM_CLOSED);
        assertThat(server().asked).isEmpty();
    }
}
