package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** HTTP+SSE of MCP 2024-11-05. */
class SseSessionsTest {

    private static final String EVENT = "event: endpoint\ndata: ";

    /** A client that opened its stream. */
    private static final class Client implements AutoCloseable {

        private final Gateway gateway;
        private final String token;
        private final Raw stream;
        private final String endpoint;

        Client(Gateway gateway, String token) throws IOException {
            this.gateway = gateway;
            this.token = token;
            this.stream = new Raw(gateway.port());
            stream.send(Wanted.legacy(token)
                    .method("GET")
                    .path("/s/files/sse")
                    .header("Accept", "text/event-stream")
                    .text(gateway.port()));
            assertThat(stream.head().header("Content-Type")).isEqualTo("text/event-stream");
            String first = stream.chunk();
            assertThat(first).startsWith(EVENT);
            endpoint = first.substring(EVENT.length()).strip();
        }

        Wanted post(String body) {
            return Wanted.legacy(token)
                    .path(endpoint)
                    .header("Accept")
                    .header("MCP-Protocol-Version")
                    .body(body);
        }

        String ask(String body) throws IOException {
            assertThat(gateway.send(post(body)).status()).isEqualTo(202);
            return stream.chunk();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Test
    void answers_and_what_the_server_says_come_on_the_stream() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var client = new Client(gateway, gateway.alice)) {
            assertThat(client.endpoint).matches("/s/files/sse/s-[A-Za-z0-9_-]{32}");
            assertThat(client.ask(Gateway.initialize("2024-11-05")))
                    .startsWith("event: message\ndata: {")
                    .contains("\"protocolVersion\":\"2024-11-05\"");
            assertThat(client.ask(Gateway.call("2", "echo", "hello"))).contains("\"heard\":\"hello\"");
            assertThat(client.ask(Gateway.call("3", "nothing", "x"))).contains("\"id\":3");
            gateway.server.lines.getFirst().say("news");
            assertThat(client.stream.chunk()).contains("news");
            String cancelled =
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":9}}";
            assertThat(gateway.send(client.post(cancelled)).status()).isEqualTo(202);
            assertThat(gateway.send(client.post("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}"))
                            .status())
                    .isEqualTo(400);
            assertThat(gateway.send(client.post("[" + Gateway.call("5", "echo", "x") + "]"))
                            .reason())
                    .isEqualTo("message.batch");
        }
    }

    @Test
    void requests_are_handled_side_by_side() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var client = new Client(gateway, gateway.alice)) {
            client.ask(Gateway.initialize("2025-06-18"));
            gateway.send(client.post(Gateway.call("2", "wait", "slow")));
            gateway.server.waiting.acquire();
            assertThat(client.ask(Gateway.call("3", "echo", "quick"))).contains("quick");
            gateway.server.proceed.countDown();
            assertThat(client.stream.chunk()).contains("slow");
        }
    }

    @Test
    void a_session_is_its_callers_and_its_routes_and_ends_with_its_stream() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Wanted post;
            try (var client = new Client(gateway, gateway.alice)) {
                client.ask(Gateway.initialize("2024-11-05"));
                post = client.post(Gateway.call("2", "echo", "x"));
                assertThat(gateway.send(post.header("Authorization")).status()).isEqualTo(401);
                assertThat(gateway.send(post.header("Authorization", "Bearer " + gateway.bob))
                                .status())
                        .isEqualTo(404);
                post.header("Authorization", "Bearer " + gateway.alice);
                assertThat(gateway.send(post.path(client.endpoint.replace("files", "memory")))
                                .status())
                        .isEqualTo(404);
                assertThat(gateway.send(post.path(client.endpoint)).status()).isEqualTo(202);
            }
            await().until(() -> gateway.send(post).status() == 404);
            assertThat(gateway.send(post).reason()).isEqualTo("session.unknown");
        }
    }

    @Test
    void who_does_not_read_is_cut_off_with_the_session_and_holds_nobody_up() throws Exception {
        try (var gateway = new Gateway(settings -> {
                    settings.write = Duration.ofMillis(500);
                    return settings;
                });
                var bob = new Client(gateway, gateway.bob);
                var alice = new Client(gateway, gateway.alice)) {
            alice.ask(Gateway.initialize("2024-11-05"));
            bob.ask(Gateway.initialize("2024-11-05"));
            MemoryServer.Line line = gateway.server.lines.getFirst();
            String large = "x".repeat(200 << 10);
            await().until(() -> {
                line.say(large);
                return gateway.journal.refusals("http.timeout").size() == 1;
            });
            assertThat(bob.ask(Gateway.call("2", "echo", "bob"))).contains("\"heard\":\"bob\"");
            await().until(() ->
                    gateway.send(alice.post(Gateway.call("2", "echo", "alice"))).status() == 404);
            alice.stream.awaitEnd();
        }
    }

    @Test
    void a_session_of_streamable_http_takes_no_messages_here() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            String id = gateway.send(Wanted.legacy(gateway.alice).body(Gateway.initialize("2025-11-25")))
                    .header("Mcp-Session-Id");
            assertThat(gateway.send(Wanted.legacy(gateway.alice)
                                    .path("/s/files/sse/" + id)
                                    .body(Gateway.call("2", "echo", "x")))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void the_other_methods_are_refused() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Exchanged post = gateway.send(Wanted.legacy(gateway.alice).path("/s/files/sse"));
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.header("Allow")).isEqualTo("GET");
            Exchanged get = gateway.send(
                    Wanted.legacy(gateway.alice).path("/s/files/sse/x").method("GET"));
            assertThat(get.status()).isEqualTo(405);
            assertThat(get.header("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void streams_are_bounded_for_each_caller_and_quiet_ones_show_life() throws Exception {
        try (var gateway = new Gateway(settings -> {
                    settings.streams = 1;
                    settings.keepAlive = Duration.ofMillis(50);
                    return settings;
                });
                var client = new Client(gateway, gateway.alice);
                var other = new Client(gateway, gateway.bob)) {
            assertThat(client.stream.chunk()).isEqualTo(":\n\n");
            assertThat(other.stream.chunk()).isEqualTo(":\n\n");
            assertThat(gateway.send(Wanted.legacy(gateway.alice).method("GET").path("/s/files/sse"))
                            .reason())
                    .isEqualTo("http.busy");
        }
    }
}
