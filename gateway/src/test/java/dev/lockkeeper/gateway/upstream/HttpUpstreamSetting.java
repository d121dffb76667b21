package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Asked;
import dev.lockkeeper.gateway.upstream.ScriptedServer.Script;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A server that answers by a script, and a conversation with it. */
abstract class HttpUpstreamSetting {

    static final Duration LONG = Duration.ofSeconds(60);
    static final Duration SHORT = Duration.ofMillis(500);
    static final String NOTICE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
    static final Permit INITIALIZE = Permits.of(
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");
    static final Permit INITIALIZED = Permits.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

    final Heard heard = new Heard();

    @Nullable ScriptedServer server;

    @Nullable RemoteServer remote;

    @Nullable Upstream upstream;

    @AfterEach
    void close() throws IOException {
        if (remote != null) {
            remote.close();
        }
        if (server != null) {
            server.close();
        }
    }

    Script session(Script otherwise) {
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

    static String result(Asked asked, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + asked.id() + ",\"result\":" + result + "}";
    }

    void start(Script script) throws Exception {
        start(LONG, script);
    }

    void start(Duration timeout, Script script) throws Exception {
        server = new ScriptedServer(script);
        connect(server.url(), timeout);
    }

    /** A port on which nobody listens. */
    static int unused() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    void connect(URI url, Duration timeout) throws UpstreamFailure {
        remote = new RemoteServer(
                "test",
                new RemoteSettings(
                        transport(),
                        url,
                        Map.of("Authorization", Secret.of("Bearer s3cret")),
                        LONG,
                        timeout,
                        longestWait(timeout),
                        1 << 20,
                        null));
        upstream = remote.open(heard);
    }

    Transport transport() {
        return Transport.STREAMABLE_HTTP;
    }

    Duration longestWait(Duration timeout) {
        return timeout;
    }

    ScriptedServer server() {
        return Objects.requireNonNull(server);
    }

    Upstream running() {
        return Objects.requireNonNull(upstream);
    }

    Response forward(Permit permit) throws UpstreamFailure {
        return running().forward(permit);
    }

    void fails(Permit permit, Reason reason) {
        assertThatThrownBy(() -> forward(permit))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    FutureTask<Response> inBackground(Permit permit) {
        var future = new FutureTask<>(() -> forward(permit));
        Thread.ofVirtual().start(future);
        return future;
    }
}
