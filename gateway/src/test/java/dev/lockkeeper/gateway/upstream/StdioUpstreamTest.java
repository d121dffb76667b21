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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioUpstreamTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);

    private final Heard heard = new Heard();
    private @Nullable StdioUpstream upstream;

    @AfterEach
    void close() {
        if (upstream != null) {
            upstream.close();
        }
    }

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
    void the_environment_holds_what_was_named_and_nothing_else() throws UpstreamFailure {
        start(LONG);
        assertThat(line(forward(Permits.request("1", "environment"))))
                .contains("LOCKKEEPER_TEST=yes")
                .doesNotContain("PATH=")
                .doesNotContain("HOME=");
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

    @ParameterizedTest
    @ValueSource(strings = {"exit", "half-and-exit"})
    void a_crash_fails_whatever_waits(String method) throws Exception {
        start(LONG);
        FutureTask<Response> waiting = inBackground(() -> forward(Permits.request("1", "silence")));
        fails(Permits.request("2", method), Reason.UPSTREAM_CLOSED);
        assertThatThrownBy(waiting::get).cause().isInstanceOf(UpstreamFailure.class);
        ended(Reason.UPSTREAM_CLOSED);
        fails(Permits.request("3", "echo"), Reason.UPSTREAM_CLOSED);
        assertThatThrownBy(() -> running().tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}")))
                .isInstanceOf(UpstreamFailure.class);
    }

    @Test
    void a_gigabyte_on_one_line_is_cut_off() throws UpstreamFailure {
        start(LONG);
        fails(Permits.request("1", "gigabyte"), Reason.UPSTREAM_PROTOCOL);
        ended(Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void a_flood_of_notifications_arrives_in_order_before_the_answer() throws UpstreamFailure {
        start(LONG);
        assertThat(forward(Permits.request("1", "flood"))).isInstanceOf(Success.class);
        assertThat(heard.received).hasSize(20_000);
        assertThat(heard.received.getLast().message())
                .isInstanceOfSatisfying(
                        Notification.class, last -> assertThat(last.params()).hasToString("{\"n\":19999}"));
    }

    @Test
    void a_server_that_does_not_read_holds_nobody_up_for_longer_than_the_timeout() throws Exception {
        start(SHORT);
        fails(Permits.request("1", "deaf"), Reason.UPSTREAM_TIMEOUT);
        String large = "x".repeat(300_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Permit permit = Permits.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"x\":\"" + large + "\"}}");
                answers.add(threads.submit(() -> forward(permit)));
            }
            for (Future<Response> answer : answers) {
                assertThatThrownBy(answer::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                UpstreamFailure.class,
                                failure -> assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT));
            }
        }
    }

    @Test
    void progress_belongs_to_the_request_that_carries_its_token() throws UpstreamFailure {
        start(LONG);
        Permit permit = Permits.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"progress\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");
        forward(permit);
        assertThat(heard.received).extracting(Received::related).containsExactly(Optional.of(permit));
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

    @Test
    void an_interrupt_cancels_at_the_server_under_the_id_it_knows() throws Exception {
        start(LONG);
        var thrown = new FutureTask<>(() -> {
            assertThatThrownBy(() -> forward(Permits.request("\"c\"", "silence")))
                    .isInstanceOf(UpstreamFailure.class);
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = Thread.ofVirtual().start(thrown);
        assertThat(line(forward(Permits.request("1", "echo")))).isNotEmpty();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        // Whatever was handed over before has been written by the time of this answer.
        forward(Permits.request("2", "echo"));
        thread.interrupt();
        assertThat(thrown.get()).as("the thread stays interrupted").isTrue();
        await().until(() -> !heard.received.isEmpty());
        String seen = heard.received.getFirst().message().wire().toString();
        assertThat(seen).contains("notifications/cancelled").containsPattern("requestId\\\\\":[12],");
    }

    @Test
    void a_clients_cancellation_is_translated_and_sent_once() throws Exception {
        start(LONG);
        FutureTask<Response> waiting = inBackground(() -> forward(Permits.request("\"c\"", "silence")));
        Permit cancelled = Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                + "\"params\":{ \"reason\":\"r\", \"requestId\" : \"c\" }}");
        await().until(() -> {
            running().tell(cancelled);
            return !heard.received.isEmpty();
        });
        assertThat(heard.received.getFirst().message().wire().toString())
                .contains("{ \\\"reason\\\":\\\"r\\\", \\\"requestId\\\" : 1 }");
        running().tell(cancelled);
        running()
                .tell(Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":\"nobody\"}}"));
        waiting.cancel(true);
        forward(Permits.request("2", "echo"));
        assertThat(heard.received).hasSize(1);
    }

    @Test
    void an_answer_that_comes_after_the_cancellation_is_ignored() throws Exception {
        start(LONG);
        var ended = new FutureTask<>(() -> forward(Permits.request("1", "late")));
        Thread thread = Thread.ofVirtual().start(ended);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        forward(Permits.request("2", "echo"));
        thread.interrupt();
        assertThatThrownBy(ended::get).cause().isInstanceOf(UpstreamFailure.class);
        await().until(() -> !heard.received.isEmpty());
        forward(Permits.request("3", "echo"));
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void a_command_that_does_not_exist_is_unavailable() {
        var settings = new CommandSettings(List.of("/nonexistent/x", "s3cret"), Map.of(), null, LONG, 1024, LONG);
        assertThatThrownBy(() -> StdioUpstream.start("s", settings, heard))
                .isInstanceOfSatisfying(UpstreamFailure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_UNAVAILABLE);
                    assertThat(failure).hasMessageNotContaining("s3cret");
                });
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void closing_ends_a_server_that_reads_its_input_by_closing_it() throws UpstreamFailure {
        start(LONG);
        forward(Permits.request("1", "echo"));
        running().close();
        assertThat(running().process().isAlive()).isFalse();
        assertThat(heard.closed).as("nobody is told what they did themselves").isEmpty();
        running().close();
    }

    @Test
    void closing_kills_a_tree_that_ignores_both_end_of_input_and_sigterm() throws UpstreamFailure {
        var script = "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & while :; do sleep 1; done";
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", "/usr/bin:/bin"),
                        null,
                        LONG,
                        1024,
                        Duration.ofMillis(200)),
                heard);
        await().until(() -> running().process().descendants().count() >= 3);
        List<ProcessHandle> tree = running().process().descendants().toList();
        running().close();
        assertThat(running().process().isAlive()).isFalse();
        assertThat(tree).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void a_child_left_behind_does_not_survive_its_parent() throws UpstreamFailure {
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", "sleep 1000 & read line"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        null,
                        LONG,
                        1024,
                        LONG),
                heard);
        await().until(() -> running().process().descendants().findAny().isPresent());
        List<ProcessHandle> tree = running().process().descendants().toList();
        running().close();
        assertThat(tree).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void a_process_that_ends_while_a_child_holds_its_output_ends_the_conversation() throws UpstreamFailure {
        upstream = StdioUpstream.start(
                "s",
                new CommandSettings(
                        List.of("/bin/sh", "-c", "sleep 5 & read line"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        null,
                        LONG,
                        1024,
                        Duration.ofMillis(200)),
                heard);
        fails(Permits.request("1", "x"), Reason.UPSTREAM_CLOSED);
        ended(Reason.UPSTREAM_CLOSED);
    }

    private void start(Duration timeout) throws UpstreamFailure {
        upstream = StdioUpstream.start(
                "careless",
                new CommandSettings(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-cp",
                                classes(),
                                CarelessServer.class.getName()),
                        Map.of("LOCKKEEPER_TEST", "yes"),
                        null,
                        timeout,
                        1 << 20,
                        Duration.ofSeconds(2)),
                heard);
        if (timeout.equals(SHORT)) {
            awaitReady();
        }
    }

    // A JVM may take longer to start than a short timeout.
    private void awaitReady() {
        await().atMost(LONG).until(() -> {
            try {
                return forward(Permits.request("0", "fail")) instanceof Failure;
            } catch (UpstreamFailure e) {
                return false;
            }
        });
    }

    private static String classes() {
        return Path.of(System.getProperty("lockkeeper.root"), "gateway", "target", "test-classes")
                .toString();
    }

    private StdioUpstream running() {
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

    private void ended(Reason reason) {
        await().untilAsserted(() ->
                assertThat(heard.closed).extracting(UpstreamFailure::reason).containsExactly(reason));
        await().until(() -> !running().process().isAlive());
    }

    private static String line(Response response) {
        return Objects.requireNonNull(((Success) response).result().string("line"));
    }

    private static FutureTask<Response> inBackground(Callable<Response> task) {
        var future = new FutureTask<>(task);
        Thread.ofVirtual().start(future);
        return future;
    }
}
