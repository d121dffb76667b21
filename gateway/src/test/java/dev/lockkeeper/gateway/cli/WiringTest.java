package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.ConversationRefused;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {

    private static final String GOOD = """
            version: 1
            untyped: allow
            journal: {directory: journal}
            groups: {devs: [me]}
            servers: {a: {run: x, allow: [{tools: one, callers: "group:devs"}]}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private void write(String text) throws Exception {
        Files.writeString(directory.resolve("lockkeeper.yaml"), text);
    }

    private Wiring open() {
        return Wiring.open(new Wiring.Plan(
                directory.resolve("lockkeeper.yaml"),
                new Home(directory),
                Map.of(),
                new PrintStream(log, true, StandardCharsets.UTF_8)));
    }

    private void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> log.toString(StandardCharsets.UTF_8).contains(text));
    }

    private static JsonObject json(String text) throws Exception {
        return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Decision call(Wiring wiring, Caller caller, String arguments) throws Exception {
        ToolDefinition one = Objects.requireNonNull(
                ToolDefinition.of(
                        json(
                                "{\"name\":\"one\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"s\":{\"type\":\"string\"}}}}")));
        JsonObject given = json(arguments);
        var action = new ToolCall(
                "a", one, given, JsonObject.EMPTY.with("name", "one").with("arguments", given));
        return wiring.decider()
                .explain(action, new Context(caller, Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of()));
    }

    @Test
    void servers_and_rules_change_together_once_the_journal_has_the_record() throws Exception {
        write(GOOD);
        Path journal = directory.resolve("journal");
        Path away = directory.resolve("away");
        try (Wiring wiring = open()) {
            String before = wiring.decider().rulebook().version();
            Files.move(journal, away);
            write(GOOD.replace("{a:", "{b:") + "limits: {sessions: {total: 7}}\n");
            awaitLog("\"lost\":\"policy\"");
            assertThat(wiring.settings().servers()).containsOnlyKeys("a");
            assertThat(wiring.decider().rulebook().version()).isEqualTo(before);
            Files.move(away, journal);
            awaitLog("\"event\":\"policy-loaded\"");
            assertThat(wiring.settings().servers()).containsOnlyKeys("b");
            assertThat(wiring.decider().rulebook().version()).isNotEqualTo(before);
            awaitLog("\"restart-needed-for\":[\"limits.sessions\"]");
        }
    }

    @Test
    void every_line_of_the_log_begins_with_its_time() throws Exception {
        write(GOOD);
        Path journal = directory.resolve("journal");
        Path away = directory.resolve("away");
        try (Wiring wiring = open()) {
            write("version: 2");
            awaitLog("\"event\":\"policy-broken\"");
            Files.move(journal, away);
            write(GOOD.replace("{a:", "{b:"));
            awaitLog("\"event\":\"journal-unavailable\"");
            Files.move(away, journal);
            awaitLog("\"event\":\"policy-loaded\"");
            assertThat(wiring.settings().servers()).containsOnlyKeys("b");
        }
        for (String line : log.toString(StandardCharsets.UTF_8).lines().toList()) {
            JsonObject event = json(line);
            assertThat(event.members().keySet()).as(line).startsWith("time", "event");
            assertThat(Instant.parse(String.valueOf(event.string("time")))).isAfter(Instant.EPOCH);
        }
    }

    @Test
    void who_leaves_a_group_loses_it_at_once() throws Exception {
        write(GOOD);
        try (Wiring wiring = open()) {
            var me = new Caller("me", "os", Set.of());
            assertThat(call(wiring, me, "{}").granted()).isTrue();
            write(GOOD.replace("[me]", "[other]"));
            awaitLog("\"event\":\"policy-loaded\"");
            assertThat(call(wiring, me, "{}").reason()).isEqualTo(Reason.POLICY_DEFAULT_DENY);
        }
    }

    /** A server that lists one prompt, by the name that its environment gives it. */
    private static final String SERVER = """
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([^,}]*\\).*/\\1/p')
              case $line in
                *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"prompts":{}}}' ;;
                *'"prompts/list"'*) result='{"prompts":[{"name":"'$WHO'"}]}' ;;
                *) continue ;;
              esac
              printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            """;

    private static String prompts(Conversation conversation, boolean modern) {
        JsonObject meta = JsonObject.EMPTY
                .with("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .with("io.modelcontextprotocol/clientCapabilities", JsonObject.EMPTY);
        JsonObject params = modern ? JsonObject.EMPTY.with("_meta", meta) : JsonObject.EMPTY;
        Reply reply = conversation.handle(
                Request.of(RequestId.of(1), "prompts/list", params), TransportMetadata.NONE, release -> {});
        return reply instanceof Reply.Answered answered
                ? answered.release().message().wire().toString()
                : reply.toString();
    }

    @Test
    void a_server_that_the_file_does_not_name_any_more_is_called_by_no_conversation_under_way() throws Exception {
        Files.writeString(directory.resolve("server.sh"), SERVER);
        String text = """
                version: 1
                untyped: allow
                journal: {directory: journal}
                servers:
                  a:
                    run: [/bin/sh, %s]
                    protocol: 2025-11-25
                    env: {WHO: old, PATH: /usr/bin:/bin}
                    allow: [{prompts: "*"}]
                """.formatted(directory.resolve("server.sh"));
        write(text);
        try (Wiring wiring = open()) {
            var me = new Caller("me", "os", Set.of());
            Conversation modern = wiring.conversations().stateless(me, "a");
            assertThat(prompts(modern, true)).contains("\"old\"");
            Conversation legacy = wiring.conversations().open(me, "a");
            legacy.handle(
                    Request.of(
                            RequestId.of(0),
                            "initialize",
                            JsonObject.EMPTY
                                    .with("protocolVersion", "2025-11-25")
                                    .with("capabilities", JsonObject.EMPTY)),
                    TransportMetadata.NONE,
                    release -> {});
            assertThat(prompts(legacy, false)).contains("\"old\"");
            write(text.replace("WHO: old", "WHO: new"));
            awaitLog("\"event\":\"policy-loaded\"");
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            wiring.conversations().find(me, "a", legacy.id()).isEmpty());
            assertThat(prompts(legacy, false)).doesNotContain("\"old\"");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> prompts(modern, true).contains("\"new\""));
        }
    }

    @Test
    void the_bound_of_strings_in_the_file_bounds_a_call() throws Exception {
        write(GOOD + "limits: {arguments: {string-chars: 3}}\n");
        try (Wiring wiring = open()) {
            var me = new Caller("me", "os", Set.of());
            assertThat(call(wiring, me, "{\"s\":\"abc\"}").granted()).isTrue();
            assertThat(call(wiring, me, "{\"s\":\"abcd\"}").reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
        }
    }

    @Test
    void an_idle_conversation_gives_its_place_back_by_itself() throws Exception {
        write(GOOD + "limits: {sessions: {per-caller: 1, idle-time: 1s}}\n");
        try (Wiring wiring = open()) {
            for (String route : List.of("a", Conversations.ALL)) {
                var caller = new Caller("of " + route, "os", Set.of());
                wiring.conversations().open(caller, route);
                // Nothing is taken from a client that has only just come.
                await().ignoreException(ConversationRefused.class)
                        .until(() -> wiring.conversations().open(caller, route) != null);
            }
        }
    }

    @Test
    void a_journal_that_cannot_be_opened_is_told_with_one_advice() throws Exception {
        write(GOOD);
        Files.writeString(directory.resolve("journal"), "a file");
        assertThatThrownBy(this::open)
                .isInstanceOf(CliFailure.class)
                .satisfies(thrown -> assertThat(String.valueOf(thrown.getMessage()))
                        .contains("Nothing can be permitted without the journal")
                        .containsOnlyOnce("directory"));
    }
}
