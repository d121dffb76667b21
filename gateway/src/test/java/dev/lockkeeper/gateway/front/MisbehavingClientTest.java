package dev.lockkeeper.gateway.front;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.mcp.Notification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client gets that does not keep to the protocol, and that another caller does not notice. */
class MisbehavingClientTest {

    private static final String LARGE = "x".repeat(200 << 10);

    /** A well-behaved caller, next to the other. */
    private static void undisturbed(Gateway gateway) throws Exception {
        assertThat(gateway.send(gateway.session(gateway.bob, "2025-11-25").body(Gateway.call("1", "echo", "bob")))
                        .body())
                .contains("\"heard\":\"bob\"");
    }

    private static long unread(Gateway gateway) {
        return gateway.journal.refusals("http.timeout").size();
    }

    @Test
    void who_listens_and_does_not_read_is_cut_off_and_holds_nobody_up() throws Exception {
        try (var gateway = new Gateway(settings -> {
            settings.write = Duration.ofMillis(500);
            return settings;
        })) {
            Wanted session = gateway.session(gateway.alice, "2025-11-25");
            try (Raw listening = gateway.listening(session)) {
                MemoryServer.Line line = gateway.server.lines.getFirst();
                // The server speaks on as long as nobody noticed; none of it waits for the client.
                await().until(() -> {
                    line.say(LARGE);
                    return unread(gateway) == 1;
                });
                undisturbed(gateway);
                assertThat(gateway.send(session.body(Gateway.call("2", "echo", "alice")))
                                .body())
                        .contains("\"heard\":\"alice\"");
                listening.awaitEnd();
            }
        }
    }

    @Test
    void who_calls_and_does_not_read_is_cut_off_and_holds_nobody_up() throws Exception {
        try (var gateway = new Gateway(settings -> {
                    settings.write = Duration.ofMillis(500);
                    return settings;
                });
                var raw = new Raw(gateway.port())) {
            String text = "x".repeat(900 << 10);
            Wanted call = gateway.session(gateway.alice, "2025-11-25").body(Gateway.call("2", "echo", text));
            // Answers that nobody reads fill the connection.
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < 64; i++) {
                        raw.send(call.text(gateway.port()));
                    }
                } catch (IOException cutOff) {
                    // As it should be.
                }
            });
            await().until(() -> unread(gateway) == 1);
            undisturbed(gateway);
            sender.join();
        }
    }

    @Test
    void a_call_of_its_own_era_ends_with_the_client_that_does_not_read_what_comes_before_the_answer() throws Exception {
        try (var gateway = new Gateway(settings -> {
                    settings.write = Duration.ofMillis(500);
                    return settings;
                });
                var raw = new Raw(gateway.port())) {
            raw.send(Wanted.modern(gateway.alice)
                    .call("progress")
                    .body(Gateway.call("1", "progress", "x")
                            .replace(
                                    "\"arguments\"",
                                    "\"_meta\":" + Wanted.META.replace("{\"", "{\"progressToken\":1,\"")
                                            + ",\"arguments\""))
                    .text(gateway.port()));
            gateway.server.waiting.acquire();
            MemoryServer.Line line = gateway.server.lines.getFirst();
            Notification large = Notification.of(
                    "notifications/progress",
                    MemoryServer.progress(JsonNumber.of(1), 2).params().with("message", LARGE));
            await().until(() -> {
                line.listener.received(large, null);
                return unread(gateway) == 1;
            });
            await().until(() -> gateway.server.interrupted.tryAcquire());
            undisturbed(gateway);
        }
    }

    @Test
    void an_id_in_flight_is_not_used_again_in_its_session() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var raw = new Raw(gateway.port())) {
            Wanted session = gateway.session(gateway.alice, "2025-11-25");
            raw.send(session.body(Gateway.call("7", "wait", "first")).text(gateway.port()));
            gateway.server.waiting.acquire();
            Exchanged second = gateway.send(session.body(Gateway.call("7", "echo", "second")));
            assertThat(second.reason()).isEqualTo("message.invalid");
            // The string is another id, and another caller's is another altogether.
            assertThat(gateway.send(session.body(Gateway.call("\"7\"", "echo", "third")))
                            .body())
                    .contains("third");
            undisturbed(gateway);
            gateway.server.proceed.countDown();
            assertThat(raw.receive().body()).contains("\"id\":7", "first");
        }
    }

    @Test
    void an_id_in_flight_is_not_used_again_over_stdio() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            stdio.ask(Gateway.initialize("2025-11-25"));
            stdio.send(Gateway.call("7", "wait", "first"));
            gateway.server.waiting.acquire();
            assertThat(stdio.ask(Gateway.call("7", "echo", "second"))).contains("\"id\":7", "message.invalid");
            gateway.server.proceed.countDown();
            assertThat(stdio.receive()).contains("\"id\":7", "first");
            assertThat(stdio.ask(Gateway.call("7", "echo", "again"))).contains("again");
        }
    }

    @Test
    void cancelling_what_is_finished_or_unknown_changes_nothing() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var raw = new Raw(gateway.port())) {
            Wanted session = gateway.session(gateway.alice, "2025-11-25");
            gateway.send(session.body(Gateway.call("2", "echo", "finished")));
            raw.send(session.body(Gateway.call("3", "wait", "under way")).text(gateway.port()));
            gateway.server.waiting.acquire();
            for (String id : List.of("2", "4", "\"3\"", "\"nobody\"")) {
                assertThat(gateway.send(session.body("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                        + "\"params\":{\"requestId\":" + id + "}}"))
                                .status())
                        .isEqualTo(202);
            }
            undisturbed(gateway);
            gateway.server.proceed.countDown();
            assertThat(raw.receive().body()).contains("under way");
        }
    }

    @Test
    void a_batch_where_none_is_allowed_is_refused_whole() throws Exception {
        String batch = "[" + Gateway.call("2", "echo", "a") + "," + Gateway.call("3", "echo", "b") + "]";
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            List<Wanted> clients = new ArrayList<>(List.of(Wanted.modern(gateway.alice), Wanted.legacy(gateway.alice)));
            for (String version : List.of("2024-11-05", "2025-06-18", "2025-11-25")) {
                clients.add(gateway.session(gateway.alice, version));
            }
            stdio.ask(Gateway.initialize("2025-11-25"));
            for (Wanted client : clients) {
                Exchanged answer = gateway.send(client.body(batch));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.reason()).isEqualTo("message.batch");
            }
            assertThat(stdio.ask(batch)).contains("message.batch");
            assertThat(gateway.server.reached("tools/call")).isZero();
            undisturbed(gateway);
        }
    }

    @Test
    void of_two_that_initialize_one_session_at_once_one_reaches_the_server() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            var session = gateway.sessions.open(Stdio.CALLER, "files");
            var first = Gateway.READER.read(Gateway.initialize("2025-11-25")
                    .replace("\"capabilities\"", "\"wait\":1,\"capabilities\"")
                    .getBytes(UTF_8));
            var second = Gateway.READER.read(Gateway.initialize("2025-03-26")
                    .replace("\"id\":1", "\"id\":2")
                    .getBytes(UTF_8));
            Thread thread =
                    Thread.startVirtualThread(() -> session.handle(first, TransportMetadata.NONE, release -> {}));
            gateway.server.waiting.acquire();
            assertThat(session.handle(second, TransportMetadata.NONE, release -> {}))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.refusal().reason().code())
                                    .isEqualTo("session.state"));
            gateway.server.proceed.countDown();
            thread.join();
            assertThat(gateway.server.reached("initialize")).isEqualTo(1);
            assertThat(session.version())
                    .hasValueSatisfying(version -> assertThat(version.text()).isEqualTo("2025-11-25"));
        }
    }

    @Test
    void a_listener_that_takes_the_place_of_another_ends_it() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Wanted session = gateway.session(gateway.alice, "2025-06-18");
            try (Raw first = gateway.listening(session);
                    Raw second = gateway.listening(session)) {
                assertThat(first.chunk()).isEqualTo(":\n\n");
                assertThat(first.chunk()).isEmpty();
                assertThat(second.chunk()).isEqualTo(":\n\n");
                gateway.server.lines.getFirst().say("news");
                assertThat(second.chunk()).contains("news");
            }
        }
    }
}
