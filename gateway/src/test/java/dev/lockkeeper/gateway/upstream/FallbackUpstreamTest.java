package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.upstream.ScriptedServer.Script;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.reason.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackUpstreamTest extends HttpUpstreamSetting {

    private static final String ERROR = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":%s,\"message\":\"m\"}}";

    private final SseServer old = new SseServer("/messages", (asked, stream) -> {
        if (asked.body().contains("\"id\"")) {
            stream.result(asked, "{\"protocolVersion\":\"2024-11-05\"}");
        }
    });

    @Override
    Transport transport() {
        return Transport.AUTO;
    }

    /** A server that refuses what is posted to the URL of its stream. */
    private Script refusing(int status, String body) {
        return (asked, reply) -> {
            if (asked.method().equals("POST") && asked.target().equals("/mcp")) {
                reply.json(status, body);
            } else {
                old.answer(asked, reply);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"400, ''", "404, Cannot POST /mcp", "405, Method Not Allowed", "400, -32000", "405, -32000"})
    void a_server_that_refuses_as_an_old_one_is_spoken_to_as_one(int status, String body) throws Exception {
        start(refusing(status, body.startsWith("-") ? ERROR.formatted(body) : body));
        assertThat(forward(INITIALIZE)).isInstanceOf(Success.class);
        running().tell(INITIALIZED);
        assertThat(forward(Permits.request("2", "tools/list"))).isInstanceOf(Success.class);
        assertThat(server().asked("POST"))
                .extracting(ScriptedServer.Asked::target)
                .containsExactly("/mcp", "/messages", "/messages", "/messages");
        assertThat(server().asked("GET")).hasSize(1);
        assertThat(heard.closed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-32020", "-32021", "-32022", "-32601"})
    void a_modern_error_is_an_answer(String code) throws Exception {
        start(refusing(400, ERROR.formatted(code)));
        assertThat(forward(INITIALIZE)).isInstanceOf(Failure.class);
        assertThat(server().asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, UPSTREAM_UNAVAILABLE",
        "403, UPSTREAM_UNAVAILABLE",
        "406, UPSTREAM_PROTOCOL",
        "500, UPSTREAM_UNAVAILABLE"
    })
    void any_other_refusal_is_final(int status, Reason reason) throws Exception {
        start(refusing(status, ""));
        fails(INITIALIZE, reason);
        assertThat(server().asked).hasSize(1);
    }

    @Test
    void where_there_is_no_stream_either_the_first_refusal_counts() throws Exception {
        start((asked, reply) -> reply.json(asked.method().equals("POST") ? 400 : 405, ERROR.formatted(-32000)));
        assertThat(forward(INITIALIZE))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(-32000));
        assertThat(server().asked("GET")).hasSize(1);
        assertThat(heard.closed).isEmpty();
    }

    @Test
    void a_modern_request_does_not_fall_back() throws Exception {
        start(refusing(405, ""));
        fails(Permits.modern("1", "server/discover", ""), Reason.UPSTREAM_PROTOCOL);
        assertThat(server().asked("GET")).isEmpty();
        assertThat(forward(INITIALIZE)).isInstanceOf(Success.class);
    }

    @Test
    void a_server_of_streamable_http_is_not_asked_for_another_stream() throws Exception {
        start(session((asked, reply) -> reply.result(asked, "{}")));
        assertThat(forward(INITIALIZE)).isInstanceOf(Success.class);
        assertThat(forward(Permits.request("2", "tools/list"))).isInstanceOf(Success.class);
        running().close();
        assertThat(server().asked("GET")).isEmpty();
        assertThat(server().asked("DELETE")).hasSize(1);
        assertThat(running().isOpen()).isFalse();
    }
}
