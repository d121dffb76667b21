package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class StdioCancellationTest extends StdioUpstreamSetting {

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
}
