package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Heard.Received;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSessionTest extends HttpUpstreamSetting {

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

    @ParameterizedTest
    @CsvSource({"2024-11-05, ''", "2025-03-26, ''", "2025-06-18, 2025-06-18", "2025-11-25, 2025-11-25"})
    void the_version_is_named_in_a_header_from_the_version_on_that_wants_it(String version, String header)
            throws Exception {
        start((asked, reply) -> {
            if (asked.method().equals("GET")) {
                reply.status(405);
            } else {
                reply.result(asked, "{\"protocolVersion\":\"" + version + "\"}", "Mcp-Session-Id: s-1");
            }
        });
        forward(INITIALIZE);
        running().tell(INITIALIZED);
        await().until(() -> server().asked("GET").size() == 1);
        forward(Permits.request("2", "tools/list"));
        running().close();
        assertThat(server().asked.subList(1, server().asked.size()))
                .hasSize(4)
                .extracting(asked -> asked.header("mcp-protocol-version"))
                .containsOnly(header);
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
}
