package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.demo.RealClient;
import dev.lockkeeper.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server of HTTP+SSE behind the gateway. */
class OldServerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private int port;

    @SuppressWarnings("NullAway.Init")
    private Process server;

    @BeforeEach
    void start() throws Exception {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var builder = new ProcessBuilder(
                        "node",
                        Peers.folder()
                                .resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js")
                                .toString(),
                        "sse")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        server = builder.start();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    @AfterEach
    void end() {
        server.destroyForcibly().onExit().join();
    }

    @ParameterizedTest
    @CsvSource({"auto, auto", "sse, auto", "auto, legacy", "sse, legacy"})
    void a_client_of_today_calls_its_tools_and_is_asked(String transport, String mode) throws Exception {
        var program = new Program(directory);
        program.configure("servers: { everything: { url: 'http://127.0.0.1:" + port + "/sse', transport: " + transport
                + ", client-requests: [elicitation], allow: [echo, trigger-elicitation-request] } }");
        String token = program.token("alice");
        try (Program.Serving gateway = program.serve();
                RealClient client = RealClient.start(Peers.folder())) {
            JsonObject connect = JsonObject.EMPTY
                    .with("op", "connect")
                    .with("mode", mode)
                    .with("url", gateway.url("everything"))
                    .with("token", token)
                    .with("capabilities", JsonObject.EMPTY.with("elicitation", JsonObject.EMPTY))
                    .with("elicitation", JsonObject.EMPTY.with("action", "decline"));
            assertThat(client.ask(connect).ok()).isTrue();
            assertThat(client.call("echo", JsonObject.EMPTY.with("message", "good day"))
                            .result()
                            .text())
                    .contains("good day");
            assertThat(client.call("trigger-elicitation-request", JsonObject.EMPTY)
                            .result()
                            .text())
                    .contains("decline");
            assertThat(client.call("get-env", JsonObject.EMPTY).data("reason")).isEqualTo("policy.default-deny");
        }
    }
}
