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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that knows only the legacy era, over Streamable HTTP on both sides. */
class LegacyHttpServerTest {

    @TempDir
    private Path directory;

    @Test
    void a_client_that_tries_the_modern_era_first_falls_back_to_initialize() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var builder = new ProcessBuilder(
                        "node",
                        Peers.folder()
                                .resolve("node_modules/@modelcontextprotocol/server-everything/dist/index.js")
                                .toString(),
                        "streamableHttp")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        Process server = builder.start();
        try {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            var program = new Program(directory);
            program.configure("servers: { everything: { url: 'http://127.0.0.1:" + port + "/mcp', allow: [echo] } }");
            String token = program.token("alice");
            try (Program.Serving gateway = program.serve();
                    RealClient client = RealClient.start(Peers.folder())) {
                JsonObject connect = JsonObject.EMPTY
                        .with("op", "connect")
                        .with("mode", "auto")
                        .with("url", gateway.url("everything"))
                        .with("token", token);
                assertThat(client.ask(connect).result().string("version")).isEqualTo("2025-11-25");
                assertThat(client.call("echo", JsonObject.EMPTY.with("message", "good day"))
                                .result()
                                .text())
                        .contains("good day");
                assertThat(client.call("get-env", JsonObject.EMPTY).data("reason"))
                        .isEqualTo("policy.default-deny");
            }
        } finally {
            server.destroyForcibly().onExit().join();
        }
    }
}
