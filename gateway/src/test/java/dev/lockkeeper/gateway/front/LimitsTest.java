package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static void dripping(Raw raw, String head, Entrance entrance) {
        // One byte now and then, faster than any idle timeout, until the connection is cut.
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    try {
                        raw.send(head);
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
        assertThat(entrance.conversations.handled).isEmpty();
    }

    @Test
    void a_header_that_trickles_in_is_cut_off() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.header = Duration.ofMillis(500);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send("POST /s/files/mcp HTTP/1.1\r\nX-Slow: ");
            dripping(raw, "a", entrance);
        }
    }

    @Test
    void a_connection_that_says_nothing_is_cut_off() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.header = Duration.ofMillis(300);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.awaitEnd();
            assertThat(entrance.conversations.handled).isEmpty();
        }
    }

    @Test
    void a_second_header_that_trickles_in_is_cut_off_too() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.header = Duration.ofMillis(500);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().text(entrance.port()));
            assertThat(raw.receive().status()).isEqualTo(200);
            entrance.conversations.handled.clear();
            raw.send("POST /s/files/mcp HTTP/1.1\r\nX-Slow: ");
            dripping(raw, "a", entrance);
        }
    }

    @Test
    void a_connection_between_requests_is_not_cut_off_by_the_time_for_headers() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.header = Duration.ofMillis(200);
                    return settings;
                });
                var raw = new Raw(entrance.port());
                var silent = new Raw(entrance.port())) {
            raw.send(entrance.modern().text(entrance.port()));
            assertThat(raw.receive().status()).isEqualTo(200);
            silent.awaitEnd(); // more than the time for headers has passed
            raw.send(entrance.modern().text(entrance.port()));
            assertThat(raw.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void a_body_that_trickles_in_is_a_408() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.body = Duration.ofMillis(400);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().head(entrance.port()) + "Content-Length: 1000\r\n\r\n{");
            Exchanged answer = raw.receive();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.reason()).isEqualTo("http.timeout");
            assertThat(answer.header("Connection")).isEqualTo("close");
            raw.awaitEnd();
            assertThat(entrance.journal.refusals("http.timeout")).hasSize(1);
        }
    }

    @Test
    void a_body_in_endless_small_chunks_is_a_408() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.body = Duration.ofMillis(400);
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().head(entrance.port()) + "Transfer-Encoding: chunked\r\n\r\n");
            var sender = Thread.startVirtualThread(() -> dripping(raw, "1\r\n \r\n", entrance));
            assertThat(raw.receive().status()).isEqualTo(408);
            raw.socket.close();
            sender.join();
        }
    }

    @Test
    void a_body_that_says_it_is_too_large_is_a_413_before_it_is_sent() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.maxBody = 2000;
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().head(entrance.port()) + "Content-Length: 2001\r\n\r\n");
            Exchanged answer = raw.receive();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.reason()).isEqualTo("json.too-large");
        }
    }

    @Test
    void a_chunked_body_that_is_too_large_is_a_413() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.maxBody = 2000;
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().head(entrance.port()) + "Transfer-Encoding: chunked\r\n\r\n7d1\r\n"
                    + " ".repeat(2001) + "\r\n");
            assertThat(raw.receive().status()).isEqualTo(413);
        }
    }

    @Test
    void a_chunked_body_within_the_bounds_passes() throws Exception {
        try (var entrance = new Entrance(settings -> settings);
                var raw = new Raw(entrance.port())) {
            String whole = entrance.modern().text(entrance.port());
            String body = whole.substring(whole.indexOf("\r\n\r\n") + 4);
            raw.send(entrance.modern().head(entrance.port()) + "Transfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
            assertThat(raw.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void a_header_that_is_too_long_is_a_431() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            Exchanged answer = entrance.send(entrance.modern().header("X-Long", "x".repeat(9000)));
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.reason()).isEqualTo("http.request");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void connections_over_the_limit_are_cut_and_a_place_that_frees_is_given_again() throws Exception {
        try (var entrance = new Entrance(settings -> {
            settings.maxConnections = 4;
            return settings;
        })) {
            List<Raw> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var raw = new Raw(entrance.port());
                raw.send(entrance.modern().text(entrance.port()));
                assertThat(raw.receive().status()).isEqualTo(200);
                held.add(raw);
            }
            assertThatThrownBy(() -> entrance.send(entrance.modern())).isInstanceOf(IOException.class);
            held.getFirst().close();
            await().ignoreExceptions()
                    .until(() -> entrance.send(entrance.modern()).status() == 200);
            for (Raw raw : held) {
                raw.close();
            }
        }
    }

    @Test
    void connections_of_one_address_have_their_own_limit() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.perAddress = 1;
                    return settings;
                });
                var raw = new Raw(entrance.port())) {
            raw.send(entrance.modern().text(entrance.port()));
            assertThat(raw.receive().status()).isEqualTo(200);
            assertThatThrownBy(() -> entrance.send(entrance.modern())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_caller_with_too_much_under_way_is_busy_while_another_is_served() throws Exception {
        try (var entrance = new Entrance(settings -> {
                    settings.perCaller = 2;
                    return settings;
                });
                var first = new Raw(entrance.port());
                var second = new Raw(entrance.port())) {
            first.send(entrance.modern().call("wait").text(entrance.port()));
            second.send(entrance.modern().call("wait").text(entrance.port()));
            entrance.conversations.waiting.acquire(2);
            Exchanged busy = entrance.send(entrance.modern());
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.reason()).isEqualTo("http.busy");
            assertThat(entrance.send(Wanted.modern(entrance.other)).status()).isEqualTo(200);
            entrance.conversations.proceed.countDown();
            assertThat(first.receive().status()).isEqualTo(200);
            assertThat(second.receive().status()).isEqualTo(200);
            await().until(() -> entrance.send(entrance.modern()).status() == 200);
        }
    }

    @Test
    void subscriptions_take_no_place_from_requests_and_are_bounded_like_streams() throws Exception {
        try (var entrance = new Entrance(settings -> {
            settings.maxRequests = 2;
            settings.streams = 3;
            return settings;
        })) {
            List<Raw> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                var raw = new Raw(entrance.port());
                raw.send(listen(entrance.token).text(entrance.port()));
                open.add(raw);
                assertThat(entrance.conversations.waiting.tryAcquire(20, TimeUnit.SECONDS))
                        .isTrue();
            }
            assertThat(entrance.send(Wanted.modern(entrance.other)).status()).isEqualTo(200);
            assertThat(entrance.send(entrance.modern()).status()).isEqualTo(200);
            Exchanged busy = entrance.send(listen(entrance.token));
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.reason()).isEqualTo("http.busy");
            entrance.conversations.proceed.countDown();
            for (Raw raw : open) {
                assertThat(raw.receive().status()).isEqualTo(200);
                raw.close();
            }
            await().until(() -> entrance.send(listen(entrance.token)).status() == 200);
        }
    }

    private static Wanted listen(String token) {
        return Wanted.modern(token)
                .header("Mcp-Method", "subscriptions/listen")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"_meta\":"
                        + Wanted.META + "}}");
    }

    @Test
    void a_well_behaved_caller_is_served_next_to_slow_ones() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            List<Raw> slow = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                var raw = new Raw(entrance.port());
                raw.send(
                        i % 2 == 0
                                ? "POST /s/files/mcp HTTP/1.1\r\nX-Slow: "
                                : Wanted.modern(entrance.other).head(entrance.port())
                                        + "Content-Length: 1000\r\n\r\n{");
                slow.add(raw);
            }
            for (int i = 0; i < 50; i++) {
                assertThat(entrance.send(entrance.modern()).status()).isEqualTo(200);
            }
            for (Raw raw : slow) {
                raw.close();
            }
        }
    }

    @Test
    void a_flood_of_nobody_is_counted_and_not_recorded_one_by_one() throws Exception {
        var entrance = new Entrance(settings -> settings);
        try (entrance) {
            for (int i = 0; i < 100; i++) {
                entrance.send(entrance.modern().header("Authorization"));
            }
            assertThat(entrance.journal.refusals("caller.unknown")).hasSize(60);
        }
        assertThat(entrance.journal.entries().getLast().body().text())
                .isEqualTo("{\"unrecorded\":{\"caller.unknown\":40}}");
    }

    @Test
    void what_a_known_caller_is_refused_is_always_recorded_with_its_circumstances() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            for (int i = 0; i < 70; i++) {
                entrance.send(entrance.modern().body("{"));
            }
            var recorded = entrance.journal.refusals("json.malformed");
            assertThat(recorded).hasSize(70);
            assertThat(recorded.getFirst().body().text())
                    .contains("\"caller\":\"token:alice\"", "\"path\":\"/s/files/mcp\"", "\"status\":400")
                    .doesNotContain(entrance.token);
        }
    }
}
