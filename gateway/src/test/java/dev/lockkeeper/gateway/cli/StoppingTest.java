package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order a gateway ends whose servers end neither with their input nor at SIGTERM. */
class StoppingTest {

    /** Says at SIGTERM what it finds in the journal, and whether it meets the other server before it is killed. */
    private static final String STUBBORN = """
            cd "$PLACE"
            told() {
              if grep -rq '"type":"stop"' journal; then : >recorded-$WHO; fi
              : >told-$WHO
              until [ -e told-a ] && [ -e told-b ]; do sleep 0.05; done
              : >met-$WHO
            }
            trap told TERM
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([^,}]*\\).*/\\1/p')
              case $line in
                *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"prompts":{}}}' ;;
                *'"prompts/list"'*) result='{"prompts":[{"name":"'$WHO'"}]}' ;;
                *) continue ;;
              esac
              printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
            done
            while :; do sleep 0.05; done
            """;

    private static final String SERVER = """
              %s:
                run: [/bin/sh, %s]
                protocol: 2025-11-25
                env: {WHO: %s, PLACE: %s, PATH: "/usr/bin:/bin"}
                allow: [{prompts: "*"}]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private static String ask(Conversation conversation, int id, String method, JsonObject params) {
        Reply reply = conversation.handle(
                Request.of(RequestId.of(id), method, params), TransportMetadata.NONE, release -> {});
        return reply instanceof Reply.Own own ? own.response().wire().toString() : reply.toString();
    }

    @Test
    void the_end_is_on_record_before_a_server_is_killed_and_all_servers_end_at_once() throws Exception {
        Path script = Files.writeString(directory.resolve("stubborn.sh"), STUBBORN);
        Path configuration = Files.writeString(
                directory.resolve("lockkeeper.yaml"),
                "version: 1\nuntyped: allow\njournal: {directory: journal}\nservers:\n"
                        + SERVER.formatted("a", script, "a", directory)
                        + SERVER.formatted("b", script, "b", directory));
        var log = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        List<ProcessHandle> servers;
        try (Wiring wiring = Wiring.open(new Wiring.Plan(configuration, new Home(directory), Map.of(), log))) {
            Conversation all = wiring.conversations().open(new Caller("me", "os", Set.of()), Conversations.ALL);
            JsonObject introduction =
                    JsonObject.EMPTY.with("protocolVersion", "2025-11-25").with("capabilities", JsonObject.EMPTY);
            ask(all, 0, "initialize", introduction);
            assertThat(ask(all, 1, "prompts/list", JsonObject.EMPTY)).contains("a__a", "b__b");
            servers = ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child))
                    .toList();
            assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);
        }
        await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(directory.resolve("recorded-a")).exists();
        assertThat(directory.resolve("recorded-b")).exists();
        assertThat(directory.resolve("met-a")).exists();
        assertThat(directory.resolve("met-b")).exists();
    }
}
