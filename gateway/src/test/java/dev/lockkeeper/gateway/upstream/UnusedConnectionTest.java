package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that keeps its connections open for long, and tells who closed one. */
class UnusedConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PATIENCE = 20_000;
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    @Test
    void it_is_closed_by_the_gateway_before_a_server_would_do_it_under_the_next_call() throws Exception {
        var ended = new CompletableFuture<Integer>();
        try (var entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = entrance.accept()) {
                    answer(connection);
                    connection.setSoTimeout(PATIENCE);
                    ended.complete(connection.getInputStream().read());
                } catch (IOException e) {
                    ended.completeExceptionally(e);
                }
            });
            URI url = URI.create("http://127.0.0.1:" + entrance.getLocalPort() + "/mcp");
            var settings = new RemoteSettings(url, Map.of(), LONG, LONG, 1 << 20, null);
            try (var remote = new RemoteServer("test", settings)) {
                remote.open(new Heard()).forward(Permits.request("\"a\"", "m"));
                assertThat(ended.get(PATIENCE * 2L, TimeUnit.MILLISECONDS)).isEqualTo(-1);
            }
        }
    }

    private static void answer(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        assertThat(in.skip(length)).isEqualTo(length);
        connection
                .getOutputStream()
                .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + ANSWER.length()
                                + "\r\n\r\n" + ANSWER)
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
