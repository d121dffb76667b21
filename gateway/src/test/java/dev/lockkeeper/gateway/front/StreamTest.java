package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamTest {

    @Test
    void what_comes_before_the_answer_makes_it_a_stream() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            Exchanged answer = entrance.send(entrance.modern().call("progress"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.body()).isEqualTo("""
                            event: message
                            data: {"jsonrpc":"2.0","method":"notifications/message","params":{"data":"one"}}

                            event: message
                            data: {"jsonrpc":"2.0","method":"notifications/message","params":{"data":"two"}}

                            event: message
                            data: {"jsonrpc":"2.0","id":1,"result":{"text":"done"}}

                            """);
        }
    }

    @Test
    void whatever_comes_at_once_before_the_answer_is_there_in_its_order() throws Exception {
        String before = IntStream.range(0, 500)
                .mapToObj(i -> "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                        + "\"params\":{\"data\":\"step " + i + "\"}}\n\n")
                .collect(Collectors.joining());
        try (var entrance = new Entrance(settings -> settings)) {
            assertThat(entrance.send(entrance.modern().call("burst")).body())
                    .isEqualTo(
                            before
                                    + "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"text\":\"done\"}}\n\n");
        }
    }

    @Test
    void a_request_that_brings_more_than_its_client_has_read_waits_for_it() throws Exception {
        try (var entrance = new Entrance(settings -> settings);
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.legacy().legacyCall("flood").text(entrance.port()));
            await().until(() -> {
                Thread flooding = entrance.conversations.flooding.get();
                return entrance.conversations.flooded.get() > 3
                        && flooding != null
                        && flooding.getState() == Thread.State.WAITING;
            });
            raw.head();
            String chunk = raw.chunk();
            int before = 0;
            while (chunk.contains("xxx")) {
                before++;
                chunk = raw.chunk();
            }
            assertThat(before).isEqualTo(64);
            assertThat(chunk).contains("flooded");
        }
    }

    @Test
    void an_answer_alone_is_plain_json() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            Exchanged answer = entrance.send(entrance.modern());
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"text\":\"tools\"}}");
        }
    }

    @Test
    void a_message_of_many_lines_becomes_many_data_lines() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            assertThat(entrance.send(entrance.modern().call("lines")).body()).startsWith("""
                            event: message
                            data: {"jsonrpc":"2.0",
                            data: "method":
                            data:\s
                            data: "notifications/message"}

                            """);
        }
    }

    @Test
    void a_request_that_takes_long_shows_life_and_is_answered_on_the_stream() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.streamAfter = Duration.ofMillis(100);
                    settings.keepAlive = Duration.ofMillis(100);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().call("wait").text(entrance.port()));
            assertThat(raw.head().header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(raw.chunk()).isEqualTo(":\n\n");
            assertThat(raw.chunk()).isEqualTo(":\n\n");
            entrance.conversations.proceed.countDown();
            String chunk = raw.chunk();
            while (chunk.equals(":\n\n")) {
                chunk = raw.chunk();
            }
            assertThat(chunk).contains("\"text\":\"waited\"");
        }
    }

    @Test
    void initialize_begins_a_session_that_is_found_by_caller_and_route() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            String id = entrance.begin();
            assertThat(id).isEqualTo("session-1");
            assertThat(entrance.send(Wanted.legacy(entrance.token).header("Mcp-Session-Id", id))
                            .status())
                    .isEqualTo(200);
            assertThat(entrance.conversations.found).containsExactly("token:alice files session-1");
            assertThat(entrance.send(Wanted.legacy(entrance.other)
                                    .path("/s/memory/mcp")
                                    .header("Mcp-Session-Id", id))
                            .status())
                    .isEqualTo(404);
            assertThat(entrance.conversations.found).last().isEqualTo("token:bob memory session-1");
        }
    }

    @Test
    void a_refused_initialize_leaves_no_session_behind() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            Exchanged answer = entrance.send(
                    Wanted.legacy(entrance.token)
                            .body(
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"no\"}}"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.code()).isEqualTo(-32601);
            assertThat(answer.headers()).doesNotContainKey("mcp-session-id");
            await().until(() -> session(entrance).closed);
        }
    }

    @Test
    void get_delivers_what_the_server_says_until_the_session_is_deleted() throws Exception {
        try (var entrance = new Entrance(settings -> settings);
                var raw = new Raw(entrance.port())) {
            Wanted get = entrance.legacy().method("GET").header("Accept", "text/event-stream");
            raw.send(get.text(entrance.port()));
            assertThat(raw.head().header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(raw.chunk()).isEqualTo(":\n\n");
            session(entrance).own.add(entrance.conversations.release(FakeConversations.notice("news")));
            assertThat(raw.chunk()).contains("\"data\":\"news\"");
            Exchanged deleted =
                    entrance.send(Wanted.legacy(entrance.token).method("DELETE").header("Mcp-Session-Id", "session-1"));
            assertThat(deleted.status()).isEqualTo(204);
            assertThat(raw.chunk()).isEmpty();
            assertThat(entrance.send(Wanted.legacy(entrance.token).header("Mcp-Session-Id", "session-1"))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_quiet_get_stream_carries_comments() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.keepAlive = Duration.ofMillis(50);
                    settings.idle = Duration.ofMillis(400);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.legacy()
                    .method("GET")
                    .header("Accept", "text/event-stream")
                    .text(entrance.port()));
            raw.head();
            for (int i = 0; i < 20; i++) {
                assertThat(raw.chunk()).isEqualTo(":\n\n");
            }
        }
    }

    @Test
    void a_listener_that_goes_away_ends_the_listening() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            try (var raw = new Raw(entrance.port())) {
                raw.send(entrance.legacy()
                        .method("GET")
                        .header("Accept", "text/event-stream")
                        .text(entrance.port()));
                raw.head();
                entrance.conversations.waiting.acquire();
            }
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void a_modern_client_that_goes_away_cancels() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            try (var raw = new Raw(entrance.port())) {
                raw.send(entrance.modern().call("wait").text(entrance.port()));
                entrance.conversations.waiting.acquire();
            }
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void a_legacy_client_that_goes_away_does_not_cancel() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            try (var legacy = new Raw(entrance.port());
                    var modern = new Raw(entrance.port())) {
                legacy.send(entrance.legacy().legacyCall("wait").text(entrance.port()));
                entrance.conversations.waiting.acquire();
                legacy.socket.close();
                // The modern one goes away later, and by the time that is noticed, so would the other have been.
                modern.send(entrance.modern().call("wait").text(entrance.port()));
                entrance.conversations.waiting.acquire();
            }
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(entrance.conversations.interrupted.tryAcquire()).isFalse();
            entrance.conversations.proceed.countDown();
        }
    }

    @Test
    void a_request_sent_ahead_while_another_is_handled_is_not_lost() throws Exception {
        try (var entrance = new Entrance(settings -> settings);
                var raw = new Raw(entrance.port());
                var gone = new Raw(entrance.port())) {
            raw.send(entrance.modern().call("wait").text(entrance.port()));
            entrance.conversations.waiting.acquire();
            raw.send(entrance.modern().text(entrance.port()));
            // Once this other client is found gone, the first connection was looked at too.
            gone.send(entrance.modern().call("wait").text(entrance.port()));
            entrance.conversations.waiting.acquire();
            gone.socket.close();
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
            entrance.conversations.proceed.countDown();
            assertThat(raw.receive().body()).contains("waited");
            assertThat(raw.receive().body()).contains("tools");
        }
    }

    @Test
    void a_client_that_stops_reading_is_cut_off_and_blocks_nobody() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.write = Duration.ofMillis(500);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.legacy().legacyCall("flood").text(entrance.port()));
            raw.head();
            assertThat(entrance.send(entrance.modern()).status()).isEqualTo(200);
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
            raw.awaitEnd();
            await().until(() -> entrance.send(entrance.modern()).status() == 200);
        }
    }

    @Test
    void closing_the_entrance_interrupts_what_is_under_way() throws Exception {
        var entrance = new Entrance(settings -> settings);
        try (var raw = new Raw(entrance.port())) {
            raw.send(entrance.legacy().legacyCall("wait").text(entrance.port()));
            entrance.conversations.waiting.acquire();
            entrance.close();
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
        }
        entrance.close();
    }

    @Test
    void closing_the_entrance_ends_who_listens() throws Exception {
        var entrance = new Entrance(settings -> settings);
        try (var raw = new Raw(entrance.port())) {
            raw.send(entrance.legacy()
                    .method("GET")
                    .header("Accept", "text/event-stream")
                    .text(entrance.port()));
            raw.head();
            entrance.conversations.waiting.acquire();
            entrance.close();
            assertThat(entrance.conversations.interrupted.tryAcquire(20, TimeUnit.SECONDS))
                    .isTrue();
            raw.awaitEnd();
        }
    }

    @Test
    void a_selection_reaches_the_conversation() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            entrance.send(entrance.modern().header("Lockkeeper-Select", "read_*, file:///a/*"));
            var selection = entrance.conversations.selections.getLast();
            assertThat(selection.includesName("read_file")).isTrue();
            assertThat(selection.includesUri("file:///a/b")).isTrue();
            assertThat(selection.includesUri("file:///a/b/c")).isFalse();
            assertThat(selection.includesName("write_file")).isFalse();
        }
    }

    private static FakeConversations.Session session(Entrance entrance) {
        return Objects.requireNonNull(entrance.conversations.sessions.get("session-1"));
    }
}
