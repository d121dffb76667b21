package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.identity.BearerAuthenticator;
import dev.lockkeeper.gateway.identity.TokenStore;
import dev.lockkeeper.gateway.session.SessionSettings;
import dev.lockkeeper.gateway.session.Sessions;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.mcp.MessageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real entrance over real conversations, with two callers, before servers in memory. */
final class Gateway implements AutoCloseable {

    static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);

    final ListJournal journal = new ListJournal();
    final MemoryServer server = new MemoryServer();
    final Decider decider = new Decider(
            new Rulebook("test", List.of(new Entrance.GrantAll()), List.of(), action -> true, action -> false),
            journal,
            System::nanoTime,
            (decision, reference) -> {});
    final Sessions sessions;
    final String alice;
    final String bob;
    private final HttpEntrance http;

    Gateway(UnaryOperator<Entrance.Settings> change) throws Exception {
        this(change, null);
    }

    /** @param servers null for {@link #server} */
    Gateway(UnaryOperator<Entrance.Settings> change, @Nullable Connector servers) throws Exception {
        sessions = new Sessions(
                decider,
                servers == null ? server : servers,
                SessionSettings.DEFAULT,
                Clock.systemUTC(),
                definition -> {});
        Path home = Files.createTempDirectory("lockkeeper-test");
        home.toFile().deleteOnExit();
        var tokens = new TokenStore(home, Clock.systemUTC());
        alice = tokens.create("alice", null).exposeToOwner();
        bob = tokens.create("bob", null).exposeToOwner();
        http = HttpEntrance.start(
                change.apply(new Entrance.Settings()).build(),
                sessions,
                new BearerAuthenticator(tokens, name -> Set.of()),
                READER,
                decider);
    }

    int port() {
        return http.port();
    }

    Exchanged send(Wanted wanted) throws IOException {
        return Raw.exchange(port(), wanted.text(port()));
    }

    static String initialize(String version) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":{}}}";
    }

    static String call(String id, String tool, String text) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"text\":\"" + text + "\"}}}";
    }

    /** A request of a new session. */
    Wanted session(String token, String version) throws IOException {
        String id = send(Wanted.legacy(token).body(initialize(version))).header("Mcp-Session-Id");
        return Wanted.legacy(token).header("MCP-Protocol-Version", version).header("Mcp-Session-Id", id);
    }

    /** The request's session, listening. */
    Raw listening(Wanted session) throws IOException {
        var raw = new Raw(port());
        raw.send(session.method("GET").text(port()));
        raw.head();
        session.method("POST");
        return raw;
    }

    @Override
    public void close() {
        http.close();
        sessions.close();
    }
}
