package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Heard.Received;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioUpstreamTest extends StdioUpstreamSetting {

    @Test
    void an_answer_returns_under_the_clients_id_with_every_other_byte_kept() throws UpstreamFailure {
        start(LONG);
        Response answer = forward(Permits.request("\"x-7\"", "spelling"));
        assertThat(answer.wire().toString())
                .isEqualTo("{ \"result\" : {\"n\":1.10,\"id\":7} , \"id\":\"x-7\", \"jsonrpc\":\"2.0\" }");
        assertThat(answer.id()).isEqualTo(new RequestId(new JsonString("x-7")));
    }

    @Test
    void the_server_gets_the_request_on_one_line_under_an_id_of_our_own() throws UpstreamFailure {
        start(LONG);
        Permit pretty = Permits.of(
                "{\n  \"jsonrpc\": \"2.0\",\r\n  \"id\": \"a\",\n  \"method\": \"echo\",\n  \"params\": {\"n\": 1e400}\n}\n");
        assertThat(line(forward(pretty)))
                .isEqualTo(
                        "{   \"jsonrpc\": \"2.0\",    \"id\": 1,   \"method\": \"echo\",   \"params\": {\"n\": 1e400} } ");
    }

    @Test
    void an_error_is_an_answer() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(Permits.request("1", "fail")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(-32000));
    }

    @Test
    void requests_with_equal_ids_each_get_their_own_answer() throws Exception {
        start(LONG);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Permit permit = Permits.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"mark\":\"m" + i + "m\"}}");
                answers.add(threads.submit(() -> forward(permit)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(line(answers.get(i).get())).contains("\"m" + i + "m\"");
            }
        }
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void a_second_answer_is_refused() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(Permits.request("1", "twice"))).isInstanceOf(Success.class);
        await().untilAsserted(() -> assertThat(heard.refused)
                .extracting(UpstreamFailure::reason)
                .containsExactly(Reason.RESULT_UNEXPECTED));
    }

    @Test
    void an_answer_to_nothing_that_was_asked_is_refused() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(Permits.request("1", "unknown"))).isInstanceOf(Success.class);
        assertThat(heard.refused).extracting(UpstreamFailure::reason).containsExactly(Reason.RESULT_UNEXPECTED);
    }

    @Test
    void lines_that_are_no_messages_are_refused_and_the_conversation_goes_on() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(Permits.request("1", "chatter"))).isInstanceOf(Success.class);
        assertThat(heard.refused)
                .extracting(UpstreamFailure::reason)
                .containsExactly(Reason.UPSTREAM_PROTOCOL, Reason.UPSTREAM_PROTOCOL);
        assertThat(heard.refused.getFirst())
                .hasMessageStartingWith("json.malformed")
                .hasMessageEndingWith("It begins: Server started!");
        assertThat(forward(Permits.request("2", "echo"))).isInstanceOf(Success.class);
    }

    @Test
    void a_server_that_only_sends_garbage_is_given_up() throws UpstreamFailure {
        start(LONG);
        fails(Permits.request("1", "garbage"), Reason.UPSTREAM_PROTOCOL);
        ended(Reason.UPSTREAM_PROTOCOL);
        assertThat(heard.refused).hasSize(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"surrogate", "duplicate"})
    void an_answer_that_cannot_be_read_strictly_fails_its_request_at_once(String method) throws UpstreamFailure {
        start(LONG);
        fails(Permits.request("1", method), Reason.UPSTREAM_PROTOCOL);
        assertThat(forward(Permits.request("2", "echo"))).isInstanceOf(Success.class);
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void half_a_line_and_silence_run_into_the_timeout() throws UpstreamFailure {
        start(SHORT);
        fails(Permits.request("1", "half"), Reason.UPSTREAM_TIMEOUT);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void a_gigabyte_on_one_line_is_cut_off() throws UpstreamFailure {
        start(LONG);
        fails(Permits.request("1", "gigabyte"), Reason.UPSTREAM_PROTOCOL);
        ended(Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void a_burst_of_notifications_arrives_in_order_before_the_answer() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(flood(FloodGate.BURST))).isInstanceOf(Success.class);
        assertThat(heard.received).hasSize(FloodGate.BURST);
        assertThat(heard.received.getLast().message())
                .isInstanceOfSatisfying(
                        Notification.class, last -> assertThat(last.params()).hasToString("{\"n\":4999}"));
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void more_than_a_burst_is_left_out_with_one_record_and_the_answer_arrives() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(flood(40_000))).isInstanceOf(Success.class);
        assertThat(heard.received).hasSizeBetween(FloodGate.BURST, 39_000);
        assertThat(heard.refused).extracting(UpstreamFailure::reason).containsExactly(Reason.UPSTREAM_FLOOD);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void a_server_that_floods_without_a_pause_is_cut_off() throws UpstreamFailure {
        start(LONG);
        fails(Permits.request("1", "endless-flood"), Reason.UPSTREAM_FLOOD);
        ended(Reason.UPSTREAM_FLOOD);
    }

    private static Permit flood(int messages) {
        return Permits.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"flood\",\"params\":{\"n\":" + messages + "}}");
    }

    @Test
    void progress_belongs_to_the_request_that_carries_its_token() throws UpstreamFailure {
        start(LONG);
        Permit permit = Permits.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"progress\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");
        forward(permit);
        assertThat(heard.received).extracting(Received::related).containsExactly(Optional.of(permit));
    }

    private static final Permit STEPS = Permits.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"steps\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");

    @Test
    void progress_lengthens_the_wait() throws Exception {
        start(SHORT, LONG);
        FutureTask<Response> waiting = inBackground(() -> forward(STEPS));
        await().until(() -> !heard.received.isEmpty());
        // This request began later and ran into its timeout, so the other is past it.
        fails(Permits.request("2", "silence"), Reason.UPSTREAM_TIMEOUT);
        running().tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"finish\"}"));
        assertThat(waiting.get()).isInstanceOf(Success.class);
    }

    @Test
    void progress_without_end_does_not_lengthen_it_for_ever() throws Exception {
        start(SHORT, SHORT.multipliedBy(2));
        fails(STEPS, Reason.UPSTREAM_TIMEOUT);
        assertThat(heard.received).isNotEmpty();
    }

    @Test
    void notifications_of_a_subscription_name_the_clients_id() throws Exception {
        start(SHORT);
        Permit permit = Permits.modern("\"sub\"", "subscriptions/listen", "");
        FutureTask<Response> listening = inBackground(() -> forward(permit));
        await().until(() -> !heard.received.isEmpty());
        Received received = heard.received.getFirst();
        assertThat(received.related()).contains(permit);
        assertThat(received.message().wire().toString()).contains("subscriptionId\":\"sub\"");
        assertThat(((Notification) received.message()).params().toString()).contains("subscriptionId\":\"sub\"");
        running().close();
        assertThatThrownBy(listening::get).cause().isInstanceOf(UpstreamFailure.class);
    }

    @Test
    void a_request_of_the_server_reaches_the_listener_and_its_answer_the_server() throws Exception {
        start(LONG);
        FutureTask<Response> waiting = inBackground(() -> forward(Permits.request("1", "ask")));
        await().until(() -> !heard.received.isEmpty());
        assertThat(heard.received.getFirst().message())
                .isInstanceOfSatisfying(
                        Request.class, request -> assertThat(request.method()).isEqualTo("roots/list"));
        running().tell(Permits.of("{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"result\":{\"roots\":[]}}"));
        assertThat(forward(Permits.request("2", "echo"))).isInstanceOf(Success.class);
        waiting.cancel(true);
    }
}
