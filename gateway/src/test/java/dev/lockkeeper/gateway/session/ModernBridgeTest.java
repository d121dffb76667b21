package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.legacy;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static dev.lockkeeper.gateway.session.BridgeSetting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A legacy client with a server in memory that knows only the modern era. */
class ModernBridgeTest {

    private static final String STATE = "\\u0000 \\ud83d\\ude00 \\/ \\\"x\\\"";
    private static final String ASKS = "{\"resultType\":\"input_required\",\"requestState\":\"" + STATE
            + "\",\"inputRequests\":{\"a\":{\"method\":\"roots/list\"},"
            + "\"b\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"url\":\"https://x.test/\",\"message\":\"Go\"}}}}";
    private static final String ALL = "{\"roots\":{},\"elicitation\":{\"url\":{}}}";

    private final Peer peer = modern((line, request) -> switch (RequestStateTest.subject(request)) {
        case "a:b" -> throw new Peer.Refusing(-32602);
        case "ask", "a:ask" ->
            request.params().get("inputResponses") == null ? ASKS : "{\"resultType\":\"complete\",\"content\":[]}";
        case "poll" ->
            request.params().get("requestState") == null
                    ? "{\"resultType\":\"input_required\",\"requestState\":\"1\"}"
                    : "{\"resultType\":\"complete\",\"content\":[]}";
        case "task" -> "{\"resultType\":\"task\",\"taskId\":\"1\"}";
        default -> "{\"resultType\":\"complete\",\"content\":[]}";
    });
    private final BridgeSetting setting = new BridgeSetting(peer);
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    static Peer modern(Peer.Script calls) {
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "server/discover" ->
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{\"listChanged\":true},"
                        + "\"resources\":{\"subscribe\":true},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}},"
                        + "\"instructions\":\"Be kind\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"m\",\"version\":\"2\"}}}";
            case "tools/list" ->
                "{\"tools\":["
                        + String.join(
                                ",",
                                List.of("ask", "poll", "task", "slow").stream()
                                        .map(name ->
                                                "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}")
                                        .toList())
                        + "],\"resultType\":\"complete\"}";
            default -> calls.result(line, request);
        });
        peer.era = Optional.of(Era.MODERN);
        return peer;
    }

    private Conversation session(String capabilities) throws Exception {
        Conversation session = setting.sessions.open(ALICE, "files");
        JsonObject introduced = result(handle(
                session,
                legacy(
                        1,
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"},\"capabilities\":"
                                + capabilities + "}")));
        assertThat(introduced)
                .isEqualTo(
                        Peer.json(
                                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true},"
                                        + "\"resources\":{\"subscribe\":true}},\"serverInfo\":{\"name\":\"m\",\"version\":\"2\"},\"instructions\":\"Be kind\"}"));
        return session;
    }

    /** Calls a tool while questions are answered by this; null leaves one open. */
    private Reply call(Conversation session, long id, String tool, Function<Request, @Nullable Message> answers) {
        return ask(session, legacy(id, "tools/call", "{\"name\":\"" + tool + "\"}"), answers);
    }

    private static Reply ask(Conversation session, Request request, Function<Request, @Nullable Message> answers) {
        return session.handle(request, TransportMetadata.NONE, release -> {
            if (release.message() instanceof Request question) {
                Message answer = answers.apply(question);
                if (answer != null) {
                    session.handle(answer, TransportMetadata.NONE, none -> {});
                }
            }
        });
    }

    private static Message answered(Request question) {
        return Success.of(
                question.id(),
                Peer.json(question.method().equals("roots/list") ? "{\"roots\":[]}" : "{\"action\":\"accept\"}"));
    }

    private Peer.Line line() {
        return peer.lines.getFirst();
    }

    @Test
    void each_request_says_of_the_client_what_initialize_said() throws Exception {
        Conversation session = session("{\"roots\":{},\"tasks\":{}}");
        result(call(session, 2, "other", ModernBridgeTest::answered));
        assertThat(line().last("tools/call").meta())
                .isEqualTo(Peer.json(
                        "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{\"roots\":{}},"
                                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}"));
        assertThat(line().methods()).startsWith("server/discover").doesNotContain("initialize");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    tools/call     | {"name":"ask"}
                    prompts/get    | {"name":"ask"}
                    resources/read | {"uri":"a:ask"}
                    """)
    void what_the_server_asks_becomes_requests_under_the_gateways_own_ids_and_the_state_returns_unchanged(
            String method, String params) throws Exception {
        List<Request> questions = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            Conversation session = session(ALL);
            result(ask(session, legacy(2, method, params), question -> {
                questions.add(question);
                return answered(question);
            }));
        }
        assertThat(questions).hasSize(4);
        assertThat(questions).extracting(Request::id).doesNotHaveDuplicates();
        assertThat(questions.get(1).params().members()).containsKeys("elicitationId", "url", "mode");
        Request last = peer.lines.getLast().last(method);
        assertThat(last.params().get("requestState"))
                .isEqualTo(Peer.json("{\"s\":\"" + STATE + "\"}").get("s"));
        assertThat(last.params().object("inputResponses"))
                .isEqualTo(Peer.json("{\"a\":{\"roots\":[]},\"b\":{\"action\":\"accept\"}}"));
    }

    @Test
    void a_server_that_asks_nothing_is_asked_again() throws Exception {
        result(call(session(ALL), 2, "poll", ModernBridgeTest::answered));
        assertThat(line().last("tools/call").params().string("requestState")).isEqualTo("1");
    }

    @Test
    void an_error_in_place_of_an_answer_ends_the_call() throws Exception {
        Reply reply = call(
                session(ALL),
                2,
                "ask",
                question -> Failure.of(question.id(), Peer.json("{\"code\":-1,\"message\":\"no\"}")));
        assertThat(refused(reply)).isEqualTo(Reason.CLIENT_UNREACHABLE);
        assertThat(line().methods().stream().filter("tools/call"::equals)).hasSize(1);
    }

    @Test
    void a_client_is_not_asked_what_it_did_not_declare() throws Exception {
        assertThat(refused(call(session("{\"roots\":{}}"), 2, "ask", ModernBridgeTest::answered)))
                .isEqualTo(Reason.CLIENT_UNREACHABLE);
    }

    @Test
    void questions_and_answers_are_judged() throws Exception {
        Conversation session = session(ALL);
        setting.decider.replace(BridgeSetting.rules((action, context) -> action instanceof UpstreamRequest
                ? Verdict.deny(Reason.UPSTREAM_REQUEST_DENIED, "No.")
                : BridgeSetting.KNOWN.judge(action, context)));
        assertThat(refused(call(session, 2, "ask", question -> {
                    throw new AssertionError("asked");
                })))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        setting.decider.replace(BridgeSetting.rules((action, context) -> action instanceof Answer
                ? Verdict.deny(Reason.UPSTREAM_REQUEST_DENIED, "No.")
                : BridgeSetting.KNOWN.judge(action, context)));
        assertThat(refused(call(session, 3, "ask", ModernBridgeTest::answered)))
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(line().last("tools/call").params().get("inputResponses")).isNull();
    }

    @Test
    void an_answer_from_another_conversation_is_an_answer_to_nothing() throws Exception {
        Conversation session = session(ALL);
        Conversation other = session(ALL);
        result(call(session, 2, "ask", question -> {
            assertThat(refused(other.handle(answered(question), TransportMetadata.NONE, none -> {})))
                    .isEqualTo(Reason.MESSAGE_INVALID);
            return answered(question);
        }));
    }

    @Test
    void a_call_is_cancelled_while_the_client_is_asked_and_while_the_server_works() throws Exception {
        Conversation session = session(ALL);
        Thread.ofVirtual().start(() -> reply.complete(call(session, 2, "ask", question -> null)));
        await().until(() -> setting.journal.entries("decision").stream()
                .anyMatch(entry -> "roots/list".equals(entry.body().string("method"))));
        session.handle(cancelled(2), TransportMetadata.NONE, release -> {});
        assertThat(refused(reply.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);

        var began = new CountDownLatch(1);
        Peer slow = modern((line, request) -> {
            began.countDown();
            new CountDownLatch(1).await();
            return "{}";
        });
        var waiting = new BridgeSetting(slow);
        Conversation second = waiting.sessions.open(ALICE, "files");
        handle(second, legacy(1, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"));
        var later = new CompletableFuture<Reply>();
        Thread.ofVirtual().start(() -> later.complete(handle(second, legacy(2, "tools/call", "{\"name\":\"slow\"}"))));
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        second.handle(cancelled(2), TransportMetadata.NONE, release -> {});
        assertThat(refused(later.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
        assertThat(slow.lines.getFirst().interrupted.await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    private static Notification cancelled(int id) {
        return Notification.of("notifications/cancelled", Peer.json("{\"requestId\":" + id + "}"));
    }

    @Test
    void a_resource_that_is_not_there_has_the_code_that_legacy_clients_know() throws Exception {
        Reply reply = handle(session(ALL), legacy(2, "resources/read", "{\"uri\":\"a:b\"}"));
        assertThat(((Reply.Answered) reply).release().message().wire().toString())
                .contains("\"code\":-32002");
    }

    @Test
    void a_result_of_a_kind_that_no_legacy_client_knows_is_no_result() throws Exception {
        assertThat(refused(call(session(ALL), 2, "task", ModernBridgeTest::answered)))
                .isEqualTo(Reason.UPSTREAM_PROTOCOL);
    }

    @Test
    void what_the_client_subscribes_to_is_one_subscription_that_is_replaced() throws Exception {
        Peer watched = modern((line, request) -> {
            if (request.method().equals("subscriptions/listen")) {
                line.notice(
                        "notifications/subscriptions/acknowledged",
                        "{\"notifications\":" + request.params().object("notifications") + "}",
                        line.permits.get(request));
                new CountDownLatch(1).await();
            }
            return "{}";
        });
        var own =
                new BridgeSetting(watched, new BridgeSettings(Duration.ofSeconds(20), Duration.ofSeconds(30), 2, 2, 3));
        Conversation session = own.sessions.open(ALICE, "files");
        handle(session, legacy(1, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"));
        Peer.Line line = watched.lines.getFirst();
        session.handle(
                Notification.of("notifications/initialized", JsonObject.EMPTY), TransportMetadata.NONE, release -> {});
        await().until(() -> line.methods().contains("subscriptions/listen"));
        assertThat(line.methods()).doesNotContain("notifications/initialized");
        result(handle(session, legacy(2, "resources/subscribe", "{\"uri\":\"a:1\"}")));
        assertThat(line.last("subscriptions/listen").params().object("notifications"))
                .isEqualTo(Peer.json("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:1\"]}"));
        // The one before is over.
        assertThat(line.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        List<Release> heard = new CopyOnWriteArrayList<>();
        session.listen(heard::add);
        String changed = ",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"s\"}}";
        line.notice("notifications/resources/updated", "{\"uri\":\"a:2\"" + changed, null);
        line.notice("notifications/resources/updated", "{\"uri\":\"a:1\"" + changed, null);
        await().until(() -> heard.size() == 1);
        assertThat(((Notification) heard.getFirst().message()).params()).isEqualTo(Peer.json("{\"uri\":\"a:1\"}"));
        result(handle(session, legacy(3, "resources/unsubscribe", "{\"uri\":\"a:1\"}")));
        assertThat(line.last("subscriptions/listen").params().object("notifications"))
                .isEqualTo(Peer.json("{\"toolsListChanged\":true}"));
        session.close();
    }
}
