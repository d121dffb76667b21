package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.decide.Release;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.upstream.CommandSettings;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.StdioUpstream;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttackerSessionTest {

    private static final Caller ALICE = new Caller("alice", "token", Set.of());
    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);
    private static final Guard ALL = (action, context) -> new Verdict.Grant(new RuleRef("rule", "test", 1));
    private static final String MODERN = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":1}";

    private final Decider decider = new Decider(
            new Rulebook("1", List.of(ALL), List.of(), action -> true, action -> false),
            new MemoryJournal(),
            System::nanoTime,
            (decision, reference) -> {});

    /** A server that lists one name on two pages with two schemas. */
    @Test
    void a_tool_that_is_listed_twice_on_two_pages_cannot_be_called() throws Exception {
        var server = new Fake() {
            @Override
            public Response forward(Permit permit) {
                Request request = (Request) permit.message();
                String page = request.params().string("cursor");
                return success(
                        request,
                        switch (request.method()) {
                            case "initialize" -> "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}";
                            case "tools/list" ->
                                page == null
                                        ? "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}],\"nextCursor\":\"2\"}"
                                        : "{\"tools\":[{\"name\":\"t\",\"title\":\"other\",\"inputSchema\":{\"type\":\"object\"}}]}";
                            default -> "{\"content\":[]}";
                        });
            }
        };
        Conversation session = initialized(server);
        Reply reply =
                session.handle(request(2, "tools/call", "{\"name\":\"t\"}"), TransportMetadata.NONE, release -> {});
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.TOOL_AMBIGUOUS));
    }

    /** A client that leaves out the page on which the second definition stands. */
    @Test
    void a_page_that_was_left_out_is_asked_for_before_a_call() throws Exception {
        var server = new Fake() {
            @Override
            public Response forward(Permit permit) {
                Request request = (Request) permit.message();
                String tool = "{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}";
                String page = String.valueOf(request.params().string("cursor"));
                return success(
                        request,
                        switch (request.method() + " " + page) {
                            case "tools/list null" -> "{\"tools\":[" + tool + "],\"nextCursor\":\"2\"}";
                            case "tools/list 2" -> "{\"tools\":[" + tool + "],\"nextCursor\":\"3\"}";
                            case "tools/list 3" -> "{\"tools\":[]}";
                            case "tools/call null" -> "{\"content\":[]}";
                            default -> "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}";
                        });
            }
        };
        Conversation session = initialized(server);
        session.handle(request(2, "tools/list", "{}"), TransportMetadata.NONE, release -> {});
        session.handle(request(3, "tools/list", "{\"cursor\":\"3\"}"), TransportMetadata.NONE, release -> {});
        Reply reply =
                session.handle(request(4, "tools/call", "{\"name\":\"t\"}"), TransportMetadata.NONE, release -> {});
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.TOOL_AMBIGUOUS));
    }

    /** A server that answers initialize and goes away in the same breath. */
    @Test
    void a_closed_conversation_is_not_opened_again() throws Exception {
        var server = new Fake() {
            @Override
            public Response forward(Permit permit) {
                Objects.requireNonNull(listener).closed(new UpstreamFailure(Reason.UPSTREAM_CLOSED, "bye"));
                return success((Request) permit.message(), "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}");
            }
        };
        Conversation session = initialized(server);
        session.handle(request(2, "tools/list", "{}"), TransportMetadata.NONE, release -> {});
        assertThat(server.opened.get()).isEqualTo(1);
    }

    /** A server that closes its output and stays. */
    @Test
    void a_server_that_only_closes_its_output_is_ended() throws Exception {
        var pid = new AtomicReference<@Nullable ProcessHandle>();
        Connector connector = new Connector() {
            @Override
            public boolean knows(String server) {
                return true;
            }

            @Override
            public Upstream open(String server, UpstreamListener listener) throws UpstreamFailure {
                List<ProcessHandle> before = ProcessHandle.current().children().toList();
                var upstream = StdioUpstream.start(
                        "x",
                        new CommandSettings(
                                List.of("/bin/sh", "-c", "read line; exec >&-; exec sleep 40"),
                                Map.of("PATH", "/usr/bin:/bin"),
                                null,
                                Duration.ofSeconds(5),
                                1 << 20,
                                Duration.ofMillis(200)),
                        listener);
                pid.set(ProcessHandle.current()
                        .children()
                        .filter(child -> !before.contains(child))
                        .findFirst()
                        .orElseThrow());
                return upstream;
            }
        };
        var sessions = sessions(connector);
        Conversation session = sessions.open(ALICE, "files");
        session.handle(
                request(1, "initialize", "{\"protocolVersion\":\"2025-11-25\"}"),
                TransportMetadata.NONE,
                release -> {});
        session.close();
        sessions.close();
        ProcessHandle process = Objects.requireNonNull(pid.get());
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Two clients of one caller, both with progress token 1, as SDKs choose it. */
    @Test
    void progress_that_could_be_anybodys_goes_to_nobody() throws Exception {
        var heard = new AtomicInteger();
        var server = new Fake() {
            @Override
            public Response forward(Permit permit) throws UpstreamFailure {
                Request request = (Request) permit.message();
                if ("a:2".equals(request.params().string("uri"))) {
                    try {
                        Objects.requireNonNull(listener)
                                .received(
                                        READER.read(
                                                bytes(
                                                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                                                + "\"params\":{\"progressToken\":1,\"progress\":1,\"message\":\"of the first\"}}")),
                                        null);
                    } catch (dev.lockkeeper.json.JsonRefused e) {
                        throw new IllegalStateException(e);
                    }
                } else {
                    other.run();
                }
                return success(request, "{\"contents\":[]}");
            }
        };
        server.era = Optional.of(Era.MODERN);
        Conversation session = sessions(server).stateless(ALICE, "files");
        server.other = () -> {
            try {
                session.handle(
                        request(1, "resources/read", "{\"uri\":\"a:2\"," + MODERN + "}"),
                        TransportMetadata.NONE,
                        release -> heard.incrementAndGet());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        session.handle(
                request(1, "resources/read", "{\"uri\":\"a:1\"," + MODERN + "}"),
                TransportMetadata.NONE,
                release -> {});
        assertThat(heard.get()).isZero();
    }

    /** 2026-07-28 has no requests of servers; on the shared conversation of a caller nobody knows whom it would meet. */
    @Test
    void a_server_asks_no_client_that_speaks_statelessly() throws Exception {
        var heard = new AtomicInteger();
        var server = new Fake() {
            @Override
            public Response forward(Permit permit) throws UpstreamFailure {
                try {
                    Objects.requireNonNull(listener)
                            .received(
                                    READER.read(
                                            bytes("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"sampling/createMessage\","
                                                    + "\"params\":{\"messages\":[]}}")),
                                    null);
                } catch (dev.lockkeeper.json.JsonRefused e) {
                    throw new IllegalStateException(e);
                }
                return success((Request) permit.message(), "{\"contents\":[]}");
            }
        };
        server.era = Optional.of(Era.MODERN);
        sessions(server)
                .stateless(ALICE, "files")
                .handle(
                        request(1, "resources/read", "{\"uri\":\"a:1\"," + MODERN + "}"),
                        TransportMetadata.NONE,
                        release -> heard.incrementAndGet());
        assertThat(heard.get()).isZero();
    }

    /** A server that talks while no client listens. */
    @Test
    void what_waits_for_a_client_is_bounded_in_bytes() throws Exception {
        var server = new Fake() {
            @Override
            public Response forward(Permit permit) {
                return success((Request) permit.message(), "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}");
            }
        };
        Conversation session = initialized(server);
        String text =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\""
                        + "x".repeat(100 << 10) + "\"}}";
        for (int i = 0; i < 20; i++) {
            Objects.requireNonNull(server.listener).received(READER.read(bytes(text)), null);
        }
        var heard = new AtomicInteger();
        var ended = new CountDownLatch(1);
        session.listen(new ClientChannel() {
            @Override
            public void send(Release release) {
                heard.incrementAndGet();
            }

            @Override
            public void end() {
                ended.countDown();
            }
        });
        await().until(() -> heard.get() == 2);
        session.close();
        ended.await();
        assertThat(heard.get()).isEqualTo(2);
    }

    /** Alice was in a group when her shared conversation began; the policy that is in force now has taken her out. */
    @Test
    void a_caller_who_left_a_group_has_left_it_in_conversations_under_way() throws Exception {
        String rules = """
                servers:
                  files:
                    allow:
                      - resources: "a:**"
                        callers: [group:admins]
                """;
        Policy before = policy("version: 1\nuntyped: allow\ngroups:\n  admins: [token:alice]\n" + rules);
        Policy after = policy("version: 1\nuntyped: allow\ngroups:\n  admins: [token:bob]\n" + rules);
        var changing = new Decider(
                before.rulebook(List.of(), List.of()),
                new MemoryJournal(),
                System::nanoTime,
                (decision, reference) -> {});
        var server = new Fake();
        server.era = Optional.of(Era.MODERN);
        var sessions = new Sessions(changing, server, SessionSettings.DEFAULT, Clock.systemUTC(), tool -> {});
        // As BearerAuthenticator makes the caller.
        var then = new Caller("alice", "token", Set.of());
        Request read = request(1, "resources/read", "{\"uri\":\"a:1\"," + MODERN + "}");
        assertThat(sessions.stateless(then, "files").handle(read, TransportMetadata.NONE, release -> {}))
                .isInstanceOf(Reply.Answered.class);
        changing.replace(after.rulebook(List.of(), List.of()));
        var now = new Caller("alice", "token", Set.of());
        assertThat(sessions.stateless(now, "files").handle(read, TransportMetadata.NONE, release -> {}))
                .isInstanceOf(Reply.Refused.class);
    }

    private static Policy policy(String text) throws Exception {
        return Policy.load("p.yaml", bytes(text));
    }

    private Sessions sessions(Connector connector) {
        // A journal that keeps nothing, so that what is measured is the queue.
        var forgetful = new Decider(
                decider.rulebook(),
                new dev.lockkeeper.audit.Journal() {
                    @Override
                    public String append(String type, JsonObject body, dev.lockkeeper.audit.Durability durability) {
                        return "none/1";
                    }

                    @Override
                    public void close() {}
                },
                System::nanoTime,
                (decision, reference) -> {});
        return new Sessions(forgetful, connector, SessionSettings.DEFAULT, Clock.systemUTC(), tool -> {});
    }

    private Conversation initialized(Fake server) throws Exception {
        Conversation session = sessions(server).open(ALICE, "files");
        session.handle(
                request(1, "initialize", "{\"protocolVersion\":\"2025-11-25\"}"),
                TransportMetadata.NONE,
                release -> {});
        return session;
    }

    private static Response success(Request request, String result) {
        try {
            return Success.of(request.id(), (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(bytes(result)));
        } catch (dev.lockkeeper.json.JsonRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private static Request request(int id, String method, String params) throws Exception {
        return (Request) READER.read(bytes(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static class Fake implements Connector, Upstream {
        final AtomicInteger opened = new AtomicInteger();
        volatile @Nullable UpstreamListener listener;
        volatile Runnable other = () -> {};
        volatile Optional<Era> era = Optional.empty();

        @Override
        public boolean knows(String server) {
            return true;
        }

        @Override
        public Optional<Era> era(String server) {
            return era;
        }

        @Override
        public Upstream open(String server, UpstreamListener heard) {
            opened.incrementAndGet();
            listener = heard;
            return this;
        }

        @Override
        public Response forward(Permit permit) throws UpstreamFailure {
            return success((Request) permit.message(), "{}");
        }

        @Override
        public void tell(Permit permit) {}

        @Override
        public void close() {}
    }
}
