package dev.lockkeeper.gateway.front;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traps that proxies of this protocol fell into, as far as they are the client side's. Of the thirteen, 4, 8 and 10 are
 * the upstream's and stand with it, and so does what trap 11 has to do with servers.
 */
class TrapTest {

    /** A letter of each length that UTF-8 has. */
    private static final String LETTERS = "aé€😀";

    @Test
    void trap_1_an_unknown_session_is_404_whatever_is_asked_of_it() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            for (String method : List.of("POST", "GET", "DELETE")) {
                Exchanged answer =
                        gateway.send(Wanted.legacy(gateway.alice).method(method).header("Mcp-Session-Id", "s-unknown"));
                assertThat(answer.status()).as(method).isEqualTo(404);
                assertThat(answer.reason()).isEqualTo("session.unknown");
            }
        }
    }

    @Test
    void trap_2_initialize_is_not_refused_for_its_version_header() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            for (String version : List.of("1999-01-01", "2026-07-28", "nonsense")) {
                Exchanged answer = gateway.send(Wanted.legacy(gateway.alice)
                        .header("MCP-Protocol-Version", version)
                        .body(Gateway.initialize("2025-11-25")));
                assertThat(answer.status()).as(version).isEqualTo(200);
                assertThat(answer.header("Mcp-Session-Id")).isNotEmpty();
            }
        }
    }

    @Test
    void trap_3_one_id_for_every_call_on_pooled_connections_crosses_no_answers() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                // Some are sessions, some stand alone and share what is behind them; some ids are strings.
                Wanted calls = i % 2 == 0 ? gateway.session(gateway.alice, "2025-11-25") : null;
                String name = "c" + i;
                String id = i % 4 < 2 ? "1" : "\"1\"";
                clients.add(threads.submit((Callable<Boolean>) () -> {
                    try (var raw = new Raw(gateway.port())) {
                        for (int n = 0; n < 20; n++) {
                            String text = name + "-" + n + "-";
                            Wanted call = calls == null
                                    ? Wanted.modern(gateway.alice).call("echo").body(modern(id, text))
                                    : calls.body(Gateway.call(id, "echo", text));
                            raw.send(call.text(gateway.port()));
                            String body = raw.receive().body();
                            assertThat(body).contains("\"heard\":\"" + text + "\"", "\"id\":" + id);
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> client : clients) {
                assertThat(client.get()).isTrue();
            }
        }
    }

    private static String modern(String id, String text) {
        return Gateway.call(id, "echo", text).replace("\"arguments\"", "\"_meta\":" + Wanted.META + ",\"arguments\"");
    }

    @Test
    void trap_5_the_progress_token_is_kept_and_no_progress_follows_the_answer() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var raw = new Raw(gateway.port())) {
            Wanted session = gateway.session(gateway.alice, "2025-06-18");
            try (Raw listening = gateway.listening(session)) {
                assertThat(listening.chunk()).isEqualTo(":\n\n");
                raw.send(session.body(progressing("\"t-1\"")).text(gateway.port()));
                raw.head();
                assertThat(raw.chunk()).contains("\"progressToken\":\"t-1\"");
                gateway.server.proceed.countDown();
                assertThat(raw.chunk()).contains("\"heard\"");
                assertThat(raw.chunk()).isEmpty();
                MemoryServer.Line line = gateway.server.lines.getLast();
                line.listener.received(MemoryServer.progress(new JsonString("t-1"), 2), null);
                line.say("afterwards");
                assertThat(listening.chunk()).contains("afterwards").doesNotContain("t-1");
            }
        }
    }

    private static String progressing(String token) {
        return "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"progress\","
                + "\"_meta\":{\"progressToken\":" + token + "}}}";
    }

    @Test
    void trap_6_what_comes_before_the_answer_is_not_held_back_for_it() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var raw = new Raw(gateway.port())) {
            raw.send(gateway.session(gateway.alice, "2025-06-18")
                    .body(progressing("7"))
                    .text(gateway.port()));
            raw.head();
            // The tool waits for this to be read.
            assertThat(raw.chunk()).contains("\"progressToken\":7");
            gateway.server.proceed.countDown();
            assertThat(raw.chunk()).contains("\"heard\"");
        }
    }

    @Test
    void trap_7_an_idle_stream_shows_its_header_at_once_and_then_signs_of_life() throws Exception {
        try (var gateway = new Gateway(settings -> {
            settings.keepAlive = Duration.ofMillis(50);
            settings.streamAfter = Duration.ofMillis(50);
            return settings;
        })) {
            Wanted session = gateway.session(gateway.alice, "2025-06-18");
            try (Raw listening = gateway.listening(session);
                    var calling = new Raw(gateway.port())) {
                calling.send(session.body(Gateway.call("2", "wait", "x")).text(gateway.port()));
                assertThat(calling.head().header("Content-Type")).isEqualTo("text/event-stream");
                for (int i = 0; i < 3; i++) {
                    assertThat(listening.chunk()).isEqualTo(":\n\n");
                    assertThat(calling.chunk()).isEqualTo(":\n\n");
                }
            }
        }
    }

    @Test
    void trap_9_letters_split_at_every_byte_arrive_whole_over_http() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var raw = new Raw(gateway.port())) {
            Wanted session = gateway.session(gateway.alice, "2025-06-18");
            String body = Gateway.call("2", "echo", LETTERS);
            raw.send(session.head(gateway.port()) + "Transfer-Encoding: chunked\r\n\r\n");
            for (byte one : body.getBytes(UTF_8)) {
                raw.send(new byte[] {'1', '\r', '\n', one, '\r', '\n'});
            }
            raw.send("0\r\n\r\n");
            assertThat(raw.receive().body()).contains("\"heard\":\"" + LETTERS + "\"");
        }
    }

    @Test
    void trap_9_letters_split_at_every_byte_arrive_whole_over_stdio() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            stdio.ask(Gateway.initialize("2025-11-25"));
            byte[] line = (Gateway.call("2", "echo", LETTERS) + "\n").getBytes(UTF_8);
            for (byte one : line) {
                stdio.raw(new byte[] {one});
            }
            assertThat(stdio.receive()).contains("\"heard\":\"" + LETTERS + "\"");
        }
    }

    @Test
    void trap_9_messages_larger_than_a_pipe_pass_whole_both_ways() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            stdio.ask(Gateway.initialize("2025-11-25"));
            String text = LETTERS.repeat(50_000);
            assertThat(stdio.ask(Gateway.call("2", "echo", text))).contains("\"heard\":\"" + text + "\"");
        }
    }

    @Test
    void trap_9_content_length_is_no_framing_on_stdio() throws Exception {
        try (var gateway = new Gateway(settings -> settings);
                var stdio = new Stdio(gateway)) {
            String initialize = Gateway.initialize("2025-11-25");
            stdio.raw("Content-Length: " + initialize.length() + "\r\n\r\n" + initialize + "\n");
            assertThat(stdio.receive()).contains("json.malformed");
            assertThat(stdio.receive()).contains("\"protocolVersion\"").doesNotContain("Content-Length");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource",
                "/.well-known/oauth-protected-resource/",
                "/.well-known/oauth-protected-resource/mcp",
                "/.well-known/oauth-protected-resource/s/files/mcp",
                "/.well-known/oauth-protected-resource/s/files/sse",
                "/.well-known/oauth-protected-resource/s/nowhere/mcp",
                "/s/files/.well-known/oauth-protected-resource",
                "/s/files/mcp/.well-known/oauth-protected-resource",
                "/mcp/.well-known/oauth-protected-resource",
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration",
            })
    void trap_11_no_metadata_names_a_resource_or_an_issuer(String path) throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            for (String authorization : List.of("", "Bearer wrong", "Bearer " + gateway.alice)) {
                Exchanged answer = gateway.send(getting(path, authorization));
                Exchanged nothing = gateway.send(getting("/nothing/is/here", authorization));
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.reason()).isEqualTo("route.unknown");
                assertThat(told(answer)).as("as of any other path").isEqualTo(told(nothing));
                assertThat(answer.headers().keySet())
                        .isEqualTo(nothing.headers().keySet())
                        .doesNotContain("www-authenticate", "link", "location");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/s/files/mcp", "/s/files/sse", "/s/nowhere/mcp"})
    void trap_11_a_401_names_no_metadata(String path) throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Exchanged without = gateway.send(getting(path, ""));
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"lockkeeper\"");
            Exchanged wrong = gateway.send(getting(path, "Bearer wrong"));
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"lockkeeper\", error=\"invalid_token\"");
            assertThat(List.of(without, wrong))
                    .allSatisfy(answer -> assertThat(answer.toString())
                            .doesNotContain("resource_metadata", "well-known", "http:", "https:", "files"));
        }
    }

    private static Wanted getting(String path, String authorization) {
        Wanted wanted = Wanted.legacy("").method("GET").path(path).header("Accept", "text/event-stream");
        return authorization.isEmpty() ? wanted.header("Authorization") : wanted.header("Authorization", authorization);
    }

    private static String told(Exchanged answer) {
        JsonObject data = Objects.requireNonNull(answer.error().object("data"));
        return answer.error().with("data", data.without("reference")).text();
    }

    @Test
    void trap_12_a_name_stands_in_the_header_only_where_the_request_has_one() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            assertThat(gateway.send(Wanted.modern(gateway.alice)).status()).isEqualTo(200);
            assertThat(gateway.send(Wanted.modern(gateway.alice).call("echo")).status())
                    .isEqualTo(200);
            assertThat(gateway.send(Wanted.modern(gateway.alice).call("echo").header("Mcp-Name"))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void trap_13_nobody_hears_what_is_said_to_another() throws Exception {
        try (var gateway = new Gateway(settings -> settings)) {
            Wanted alice = gateway.session(gateway.alice, "2025-06-18");
            Wanted bob = gateway.session(gateway.bob, "2025-06-18");
            try (Raw toAlice = gateway.listening(alice);
                    Raw toBob = gateway.listening(bob)) {
                toAlice.chunk();
                toBob.chunk();
                // The same id, at the same time, from both.
                assertThat(gateway.send(alice.body(Gateway.call("5", "echo", "for-alice")))
                                .body())
                        .contains("for-alice");
                assertThat(gateway.send(bob.body(Gateway.call("5", "echo", "for-bob")))
                                .body())
                        .contains("for-bob");
                gateway.server.lines.getFirst().say("alices news");
                gateway.server.lines.getLast().say("bobs news");
                assertThat(toAlice.chunk()).contains("alices news").doesNotContain("bob", "for-");
                assertThat(toBob.chunk()).contains("bobs news").doesNotContain("alice", "for-");
            }
        }
    }
}
