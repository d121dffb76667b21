package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.mcp.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break and are taken up again (MCP 2025-11-25, "Resumability and Redelivery"). */
class ResumptionTest {

    private static final Pattern ID = Pattern.compile("(?m)^id: (\\S+)$");

    private static String lastId(String events) {
        Matcher ids = ID.matcher(events);
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }
        return last;
    }

    private static Wanted get(Entrance entrance, String session) {
        return Wanted.legacy(entrance.token)
                .method("GET")
                .header("Accept", "text/event-stream")
                .header("Mcp-Session-Id", session);
    }

    private static Wanted call(Entrance entrance, String session, String tool) {
        return Wanted.legacy(entrance.token).header("Mcp-Session-Id", session).legacyCall(tool);
    }

    private static FakeConversations.Session session(Entrance entrance, String id) {
        return Objects.requireNonNull(entrance.conversations.sessions.get(id));
    }

    /** The stream of a call up to its first event, whose connection then breaks; says the id of that event. */
    private static String broken(Entrance entrance, String session) throws IOException, InterruptedException {
        try (var raw = new Raw(entrance.port())) {
            raw.send(call(entrance, session, "steps").text(entrance.port()));
            raw.head();
            String first = raw.chunk();
            assertThat(first).contains("\"one\"");
            entrance.conversations.waiting.acquire();
            return lastId(first);
        }
    }

    @Test
    void the_current_legacy_version_is_primed_and_told_when_to_come_back() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            String events = entrance.send(call(entrance, entrance.begin("2025-11-25"), "progress"))
                    .body();
            assertThat(events).startsWith("id: p1-1\nretry: 1000\ndata: \n\nid: p1-2\nevent: message\ndata: {");
            assertThat(ID.matcher(events).results()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18"})
    void older_versions_get_ids_but_no_event_without_data(String version) throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            String events = entrance.send(call(entrance, entrance.begin(version), "progress"))
                    .body();
            assertThat(events).startsWith("id: p1-1\nevent: message\ndata: {").doesNotContain("retry", "data: \n");
            assertThat(ID.matcher(events).results()).hasSize(3);
        }
    }

    @Test
    void a_version_without_resumption_gets_no_ids() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            assertThat(entrance.send(entrance.modern().call("progress")).body())
                    .contains("\"one\"")
                    .doesNotContain("id: ");
            assertThat(entrance.send(call(entrance, entrance.begin("2024-11-05"), "progress"))
                            .body())
                    .contains("\"one\"")
                    .doesNotContain("id: ");
        }
    }

    @Test
    void the_answer_of_a_call_whose_connection_broke_is_kept() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            String session = entrance.begin("2025-11-25");
            String id = broken(entrance, session);
            String other = broken(entrance, session);
            entrance.conversations.proceed.countDown();
            await().until(() -> entrance.send(get(entrance, session).header("Last-Event-ID", id))
                            .status()
                    == 200);
            for (String each : new String[] {id, other, id}) {
                String stream = each.substring(0, each.indexOf('-') + 1);
                String events = entrance.send(get(entrance, session).header("Last-Event-ID", each))
                        .body();
                assertThat(events).contains("\"two\"", "waited").doesNotContain("\"one\"");
                assertThat(ID.matcher(events).results())
                        .hasSize(2)
                        .allMatch(found -> found.group(1).startsWith(stream));
            }
        }
    }

    @Test
    void a_call_that_takes_long_can_be_resumed_though_nothing_was_said_yet() throws Exception {
        try (var entrance = new Entrance(settings -> {
            settings.streamAfter = Duration.ofMillis(50);
            return settings;
        })) {
            String session = entrance.begin("2025-11-25");
            String id;
            try (var raw = new Raw(entrance.port())) {
                raw.send(call(entrance, session, "wait").text(entrance.port()));
                raw.head();
                id = lastId(raw.chunk());
            }
            assertThat(id).isEqualTo("p1-1");
            entrance.conversations.proceed.countDown();
            assertThat(entrance.send(get(entrance, session).header("Last-Event-ID", id))
                            .body())
                    .contains("waited");
        }
    }

    @Test
    void a_call_under_way_goes_on_in_the_stream_that_resumes_it() throws Exception {
        try (var entrance = new Entrance(settings -> settings);
                var first = new Raw(entrance.port());
                var second = new Raw(entrance.port())) {
            String session = entrance.begin("2025-06-18");
            first.send(call(entrance, session, "steps").text(entrance.port()));
            first.head();
            String one = first.chunk();
            entrance.conversations.waiting.acquire();
            second.send(
                    get(entrance, session).header("Last-Event-ID", lastId(one)).text(entrance.port()));
            second.head();
            assertThat(second.chunk()).isEqualTo(":\n\n");
            assertThat(first.chunk()).isEmpty();
            entrance.conversations.proceed.countDown();
            assertThat(second.chunk()).contains("\"two\"");
            assertThat(second.chunk()).contains("waited");
            assertThat(second.chunk()).isEmpty();
        }
    }

    @Test
    void a_listening_stream_is_resumed_with_what_it_missed_and_goes_on() throws Exception {
        try (var entrance = new Entrance(settings -> settings);
                var second = new Raw(entrance.port())) {
            String session = entrance.begin("2025-11-25");
            String id;
            try (var first = new Raw(entrance.port())) {
                first.send(get(entrance, session).text(entrance.port()));
                first.head();
                id = lastId(first.chunk());
                assertThat(id).isEqualTo("g1-1");
                for (String text : new String[] {"news", "more"}) {
                    session(entrance, session).own.add(entrance.conversations.release(FakeConversations.notice(text)));
                    assertThat(first.chunk()).contains(text);
                }
            }
            assertThat(entrance.send(call(entrance, session, "progress")).body())
                    .contains("\"one\"");
            second.send(get(entrance, session).header("Last-Event-ID", id).text(entrance.port()));
            second.head();
            assertThat(second.chunk())
                    .contains("id: g1-2\nevent: message\ndata: {", "news", "more")
                    .doesNotContain("\"one\"");
            entrance.conversations.interrupted.acquire();
            session(entrance, session).own.add(entrance.conversations.release(FakeConversations.notice("last")));
            assertThat(second.chunk()).startsWith("id: g1-").contains("last");
        }
    }

    @Test
    void nobody_else_is_replayed_to() throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            String session = entrance.begin("2025-11-25");
            String id = broken(entrance, session);
            entrance.conversations.proceed.countDown();
            Wanted own = get(entrance, session).header("Last-Event-ID", id);
            await().until(() -> entrance.send(own).status() == 200);
            // Somebody else's token, another route, and another session of the same caller.
            assertThat(entrance.send(get(entrance, session)
                                    .header("Authorization", "Bearer " + entrance.other)
                                    .header("Last-Event-ID", id))
                            .status())
                    .isEqualTo(404);
            assertThat(entrance.send(
                                    get(entrance, session).path("/s/memory/mcp").header("Last-Event-ID", id))
                            .status())
                    .isEqualTo(404);
            assertThat(entrance.send(get(entrance, entrance.begin("2025-11-25")).header("Last-Event-ID", id))
                            .status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p9-1", "g9-1", "p1-99999999999999999", "x", "p1"})
    void what_is_not_kept_is_said_to_be_so(String id) throws Exception {
        try (var entrance = new Entrance(settings -> settings)) {
            Exchanged answer =
                    entrance.send(get(entrance, entrance.begin("2025-11-25")).header("Last-Event-ID", id));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.reason()).isEqualTo("http.request");
        }
    }

    @Test
    void what_is_kept_is_bounded_in_number_and_bytes() {
        var replay = new Replay(true);
        Track track = replay.listening();
        var start = new EventId(true, 1, 0);
        for (int i = 0; i < 10 * Replay.MOST_EVENTS; i++) {
            track.keep(Wire.of("{}"), false);
        }
        assertThat(replay.after(start)).hasSize(Replay.MOST_EVENTS);
        for (int i = 0; i < 20; i++) {
            track.keep(Wire.of("x".repeat(Replay.MOST_BYTES / 4)), false);
        }
        assertThat(replay.after(start)).hasSize(4);
        track.keep(Wire.of("x".repeat(Replay.MOST_BYTES + 1)), false);
        assertThat(replay.after(start)).isEmpty();
    }
}
