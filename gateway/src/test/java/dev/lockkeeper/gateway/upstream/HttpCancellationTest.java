package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpCancellationTest extends HttpUpstreamSetting {

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
        await().until(() -> server().asked.size() == 3);
        assertThat(server().asked.getLast().body()).contains("\"requestId\":2");
        waiting.cancel(true);
    }

    @Test
    void cancelling_a_modern_request_closes_its_stream_and_sends_nothing() throws Exception {
        var cancelled = new Semaphore(0);
        var broken = new CountDownLatch(2);
        start((asked, reply) -> {
            try {
                reply.stream().event(NOTICE);
                cancelled.acquire();
                while (true) {
                    reply.event(NOTICE);
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
        cancelled.release();

        int before = heard.received.size();
        var interrupted = new FutureTask<>(() -> forward(Permits.modern("\"d\"", "tools/list", "")));
        Thread thread = Thread.ofVirtual().start(interrupted);
        await().until(() -> heard.received.size() > before);
        thread.interrupt();
        assertThatThrownBy(interrupted::get).cause().isInstanceOf(UpstreamFailure.class);
        cancelled.release();
        assertThat(broken.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
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
        var outlived = new CountDownLatch(1);
        start(SHORT, (asked, reply) -> {
            reply.stream();
            if (!asked.body().contains("subscriptions/listen")) {
                reply.gone.await();
            }
            for (int i = 0; i < 8; i++) {
                reply.event(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
                                + "{\"io.modelcontextprotocol/subscriptionId\":" + asked.id() + "}}}");
            }
            outlived.await();
            reply.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
                    + "{\"io.modelcontextprotocol/subscriptionId\":99}}}");
            reply.event(result(asked, "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + asked.id() + "}}"));
        });
        FutureTask<Response> listening = inBackground(Permits.modern("\"sub\"", "subscriptions/listen", ""));
        await().until(() -> heard.received.size() == 8);
        // This request began later and ran into its timeout, so the subscription is past it.
        fails(Permits.modern("\"late\"", "tools/list", ""), Reason.UPSTREAM_TIMEOUT);
        outlived.countDown();
        Response answer = listening.get();
        assertThat(answer.wire().toString()).contains("subscriptionId\":\"sub\"");
        assertThat(heard.received)
                .hasSize(8)
                .allSatisfy(received ->
                        assertThat(received.message().wire().toString()).contains("subscriptionId\":\"sub\""));
        assertThat(heard.refused).hasSize(1);
    }
}
