package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.identity.Authenticator;
import dev.lockkeeper.gateway.identity.BearerAuthenticator;
import dev.lockkeeper.gateway.identity.TokenStore;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.MessageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real entrance on a free port, with two tokens, over conversations that are fakes. */
final class Entrance implements AutoCloseable {

    final ListJournal journal = new ListJournal();
    final Decider decider;
    final FakeConversations conversations;
    final TokenStore tokens;
    final String token;
    final String other;
    final HttpEntrance http;

    Entrance(UnaryOperator<Settings> change) throws Exception {
        this(change, null);
    }

    Entrance(UnaryOperator<Settings> change, @Nullable Authenticator second) throws Exception {
        decider = new Decider(
                new Rulebook("test", List.of(new GrantAll()), List.of(), action -> true, action -> false),
                journal,
                System::nanoTime,
                (decision, reference) -> {});
        conversations = new FakeConversations(decider);
        tokens = new TokenStore(home(), Clock.systemUTC());
        token = tokens.create("alice", null).exposeToOwner();
        other = tokens.create("bob", null).exposeToOwner();
        Authenticator bearer = new BearerAuthenticator(tokens, name -> Set.of());
        http = HttpEntrance.start(
                change.apply(new Settings()).build(),
                conversations,
                second == null ? bearer : bearer.or(second),
                new MessageReader(JsonLimits.DEFAULT),
                decider);
    }

    private static Path home() throws IOException {
        Path home = Files.createTempDirectory("lockkeeper-test");
        home.toFile().deleteOnExit();
        return home;
    }

    int port() {
        return http.port();
    }

    Exchanged send(Wanted wanted) throws IOException {
        return Raw.exchange(port(), wanted.text(port()));
    }

    /** A permitted modern request. */
    Wanted modern() {
        return Wanted.modern(token);
    }

    /** A permitted request of the session that is begun here. */
    Wanted legacy() throws IOException {
        return Wanted.legacy(token).header("Mcp-Session-Id", begin());
    }

    /** Begins a session and says its id. */
    String begin() throws IOException {
        return send(Wanted.legacy(token).body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}"))
                .header("Mcp-Session-Id");
    }

    /** Begins a session of this protocol version and says its id. */
    String begin(String version) throws IOException {
        return send(Wanted.legacy(token)
                        .body(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                                        + version + "\"}}"))
                .header("Mcp-Session-Id");
    }

    @Override
    public void close() {
        http.close();
    }

    record GrantAll() implements Guard {

        @Override
        public String name() {
            return "grant-all";
        }

        @Override
        public Verdict judge(Action action, dev.lockkeeper.guard.Context context) {
            return new Verdict.Grant(new RuleRef("test", "test", 1));
        }
    }

    /** Settings of tests: a free port, times that a test can wait for. */
    static final class Settings {
        String host = "127.0.0.1";
        int port;
        List<String> hosts = List.of("gateway.example", "public.example:8443");
        List<String> origins = List.of("https://app.example");
        boolean behindProxy;

        @Nullable TlsSettings tls;

        int maxBody = 1 << 20;
        int maxHeader = 8 << 10;
        Duration header = Duration.ofSeconds(10);
        Duration body = Duration.ofSeconds(10);
        Duration write = Duration.ofSeconds(10);
        Duration idle = Duration.ofSeconds(30);
        Duration keepAlive = Duration.ofSeconds(10);
        Duration streamAfter = Duration.ofSeconds(20);
        int maxConnections = 200;
        int perAddress;
        int maxRequests = 100;
        int perCaller = 100;
        int streams = 10;

        HttpSettings build() {
            return new HttpSettings(
                    host,
                    port,
                    hosts,
                    origins,
                    behindProxy,
                    tls,
                    maxBody,
                    maxHeader,
                    header,
                    body,
                    write,
                    idle,
                    keepAlive,
                    streamAfter,
                    maxConnections,
                    perAddress,
                    maxRequests,
                    perCaller,
                    streams);
        }
    }
}
