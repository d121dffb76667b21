package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.BridgeSetting.ALICE;
import static dev.lockkeeper.gateway.session.BridgeSetting.MALLORY;
import static dev.lockkeeper.gateway.session.BridgeSetting.handle;
import static dev.lockkeeper.gateway.session.BridgeSetting.modern;
import static dev.lockkeeper.gateway.session.BridgeSetting.refused;
import static dev.lockkeeper.gateway.session.BridgeSetting.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A legacy server's questions in the answers of a modern client's calls, and what can be done with their state. */
class RequestStateTest {

    private static final String FORM = "{\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\"}}";
    private static final String CALL = "{\"name\":\"greet\",\"arguments\":{\"n\":1.50}}";
    private static final String ADA = "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}";

    private final AtomicInteger names = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Peer peer = legacy((line, request) -> switch (subject(request)) {
        case "greet", "a:greet" ->
            "{\"content\":[],\"said\":" + quoted(line.ask("q" + names.incrementAndGet(), "elicitation/create", FORM))
                    + "}";
        case "twice" -> {
            line.ask("one", "elicitation/create", FORM);
            yield "{\"content\":[],\"said\":" + quoted(line.ask("two", "roots/list", "{}")) + "}";
        }
        default -> "{\"content\":[]}";
    });
    private final BridgeSetting setting = new BridgeSetting(peer);

    static Peer legacy(Peer.Script calls) {
        var peer = new Peer((line, request) -> switch (request.method()) {
            case "initialize" ->
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{},"
                        + "\"resources\":{\"subscribe\":true}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";
            case "tools/list" ->
                "{\"tools\":[{\"name\":\"greet\",\"inputSchema\":{\"type\":\"object\"}},"
                        + "{\"name\":\"twice\",\"inputSchema\":{\"type\":\"object\"}},"
                        + "{\"name\":\"other\",\"inputSchema\":{\"type\":\"object\"}}]}";
            case "logging/setLevel", "resources/subscribe", "resources/unsubscribe" -> "{}";
            default -> calls.result(line, request);
        });
        peer.era = Optional.of(Era.LEGACY);
        return peer;
    }

    /** What a request is for: the name of a tool or a prompt, or a resource's URI. */
    static String subject(Request request) {
        String name = request.params().string("name");
        return name == null ? String.valueOf(request.params().string("uri")) : name;
    }

    private static String quoted(String text) {
        return new dev.lockkeeper.json.JsonString(text).text();
    }

    private static Request retry(long id, String params, JsonObject asked, String answer) {
        return retry(id, "tools/call", params, asked, answer);
    }

    private static Request retry(long id, String method, String params, JsonObject asked, String answer) {
        JsonObject answers = JsonObject.EMPTY;
        for (String key : LegacyForm.object(asked, "inputRequests").members().keySet()) {
            answers = answers.with(key, Peer.json(answer));
        }
        JsonObject all = Peer.json(params).with("inputResponses", answers);
        var state = asked.get("requestState");
        return modern(id, method, (state == null ? all : all.with("requestState", state)).text());
    }

    private Conversation alice() throws ConversationRefused {
        return setting.sessions.stateless(ALICE, "files");
    }

    private JsonObject asked(Conversation conversation) {
        return asked(conversation, "tools/call", CALL);
    }

    private JsonObject asked(Conversation conversation, String method, String params) {
        JsonObject asked = result(handle(conversation, modern(1, method, params)));
        assertThat(asked.string("resultType")).isEqualTo("input_required");
        return asked;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    tools/call     | {"name":"greet","arguments":{"n":1.50}}
                    prompts/get    | {"name":"greet","arguments":{"n":"1.50"}}
                    resources/read | {"uri":"a:greet"}
                    """)
    void a_question_becomes_the_answer_and_the_answer_goes_back_under_the_servers_own_id(String method, String params)
            throws Exception {
        JsonObject asked = asked(alice(), method, params);
        JsonObject entry = (JsonObject) LegacyForm.object(asked, "inputRequests")
                .members()
                .values()
                .iterator()
                .next();
        assertThat(entry.string("method")).isEqualTo("elicitation/create");
        assertThat(entry.object("params")).isEqualTo(Peer.json(FORM));
        Reply.Answered last = (Reply.Answered) handle(alice(), retry(7, method, params, asked, ADA));
        assertThat(result(last).string("said")).isEqualTo(ADA);
        assertThat(result(last).string("resultType")).isEqualTo("complete");
        assertThat(last.release().message().wire().toString()).contains("\"id\":7");
        assertThat(peer.lines.getFirst().methods())
                .startsWith("initialize", "notifications/initialized")
                .endsWith(method, "answer")
                .containsOnlyOnce(method);
        // Each step is on record: the call, the question, the interim answer, the retry, the answer, the last answer.
        assertThat(setting.journal.entries("decision"))
                .extracting(entry2 -> entry2.body().string("method"))
                .containsSubsequence(method, "elicitation/create", method, "elicitation/create");
    }

    @Test
    void a_state_is_used_once() throws Exception {
        JsonObject asked = asked(alice());
        result(handle(alice(), retry(2, CALL, asked, ADA)));
        assertThat(refused(handle(alice(), retry(3, CALL, asked, ADA)))).isEqualTo(Reason.REQUEST_STATE);
    }

    @Test
    void a_state_that_was_changed_is_refused_and_the_call_still_waits_for_the_true_one() throws Exception {
        JsonObject asked = asked(alice());
        String state = String.valueOf(asked.string("requestState"));
        assertThat(state).hasSize(32);
        for (String other :
                List.of("", state + "A", state.substring(1), state.toLowerCase(java.util.Locale.ROOT), "1")) {
            assertThat(refused(handle(alice(), retry(2, CALL, asked.with("requestState", other), ADA))))
                    .isEqualTo(Reason.REQUEST_STATE);
        }
        assertThat(refused(handle(alice(), retry(2, CALL, asked.with("requestState", JsonNumber.of(1)), ADA))))
                .isEqualTo(Reason.REQUEST_STATE);
        assertThat(result(handle(alice(), retry(3, CALL, asked, ADA))).string("said"))
                .isEqualTo(ADA);
    }

    @Test
    void a_state_is_of_no_use_to_another_caller_or_on_another_route() throws Exception {
        JsonObject asked = asked(alice());
        assertThat(refused(handle(setting.sessions.stateless(MALLORY, "files"), retry(2, CALL, asked, ADA))))
                .isEqualTo(Reason.REQUEST_STATE);
        assertThat(refused(handle(setting.sessions.stateless(ALICE, "mail"), retry(2, CALL, asked, ADA))))
                .isEqualTo(Reason.REQUEST_STATE);
        assertThat(refused(handle(setting.sessions.open(ALICE, "files"), retry(2, CALL, asked, ADA))))
                .isEqualTo(Reason.REQUEST_STATE);
        assertThat(result(handle(alice(), retry(3, CALL, asked, ADA))).string("said"))
                .isEqualTo(ADA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"other\",\"arguments\":{\"n\":1.50}}",
                "{\"name\":\"greet\",\"arguments\":{\"n\":1.5}}",
                "{\"name\":\"greet\",\"arguments\":{\"n\":1.50,\"m\":1}}",
                "{\"name\":\"greet\",\"arguments\":{\"n\":1.50},\"more\":null}",
                "{\"name\":\"greet\"}"
            })
    void a_state_goes_with_the_same_request_only(String params) throws Exception {
        JsonObject asked = asked(alice());
        assertThat(refused(handle(alice(), retry(2, params, asked, ADA)))).isEqualTo(Reason.REQUEST_STATE);
        Request read = modern(
                3,
                "prompts/get",
                Peer.json(CALL)
                        .with("requestState", String.valueOf(asked.string("requestState")))
                        .text());
        assertThat(refused(handle(alice(), read))).isEqualTo(Reason.REQUEST_STATE);
        assertThat(result(handle(alice(), retry(4, CALL, asked, ADA))).string("said"))
                .isEqualTo(ADA);
    }

    @Test
    void a_call_whose_client_does_not_come_back_is_cancelled_at_the_server_and_its_state_is_void() throws Exception {
        var brief = new BridgeSetting(peer, new BridgeSettings(Duration.ofSeconds(1), Duration.ofMillis(100), 2, 2, 3));
        Conversation conversation = brief.sessions.stateless(ALICE, "files");
        JsonObject asked = result(handle(conversation, modern(1, "tools/call", CALL)));
        Peer.Line line = peer.lines.getFirst();
        assertThat(line.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> line.methods().contains("answer"));
        assertThat(line.reached.getLast().wire().toString()).contains("client.unreachable");
        assertThat(refused(handle(conversation, retry(2, CALL, asked, ADA)))).isEqualTo(Reason.REQUEST_STATE);
    }

    @Test
    void only_so_many_calls_wait_for_their_client() throws Exception {
        asked(alice());
        asked(alice());
        assertThat(result(handle(alice(), modern(3, "tools/call", CALL))).string("said"))
                .contains("client.unreachable");
    }

    @Test
    void a_policy_that_changed_meanwhile_holds_for_the_retry() throws Exception {
        JsonObject asked = asked(alice());
        setting.decider.replace(BridgeSetting.rules((action, context) -> action instanceof ToolCall
                ? Verdict.deny(Reason.POLICY_DENIED, "No.")
                : BridgeSetting.KNOWN.judge(action, context)));
        assertThat(refused(handle(alice(), retry(2, CALL, asked, ADA)))).isEqualTo(Reason.POLICY_DENIED);
        assertThat(peer.lines.getFirst().interrupted.await(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(peer.lines.getFirst().reached.getLast().wire().toString()).doesNotContain("Ada");
    }

    @Test
    void an_answer_that_the_policy_does_not_let_through_does_not_reach_the_server() throws Exception {
        JsonObject asked = asked(alice());
        setting.decider.replace(BridgeSetting.rules((action, context) ->
                action instanceof Answer answer && answer.params().get("error") == null
                        ? Verdict.deny(Reason.UPSTREAM_REQUEST_DENIED, "No.")
                        : BridgeSetting.KNOWN.judge(action, context)));
        assertThat(result(handle(alice(), retry(2, CALL, asked, ADA))).string("said"))
                .contains("upstream.request-denied")
                .doesNotContain("Ada");
    }

    @Test
    void what_the_client_did_not_declare_it_is_not_asked() throws Exception {
        assertThat(result(handle(alice(), modern(1, "tools/call", CALL, "{\"roots\":{}}")))
                        .string("said"))
                .contains("client.unreachable");
    }

    @Test
    void what_is_not_answered_is_asked_again() throws Exception {
        JsonObject asked = asked(alice());
        JsonObject again = result(handle(
                alice(),
                modern(
                        2,
                        "tools/call",
                        Peer.json(CALL)
                                .with("requestState", String.valueOf(asked.string("requestState")))
                                .text())));
        assertThat(again.object("inputRequests")).isEqualTo(asked.object("inputRequests"));
        assertThat(again.string("requestState")).isNotEqualTo(asked.string("requestState"));
        assertThat(result(handle(alice(), retry(3, CALL, again, ADA))).string("said"))
                .isEqualTo(ADA);
    }

    @Test
    void a_server_may_ask_more_than_once() throws Exception {
        String call = "{\"name\":\"twice\"}";
        JsonObject first = result(handle(alice(), modern(1, "tools/call", call)));
        JsonObject second = result(handle(alice(), retry(2, call, first, ADA)));
        assertThat(LegacyForm.object(second, "inputRequests").text()).contains("roots/list");
        assertThat(result(handle(alice(), retry(3, call, second, "{\"roots\":[]}")))
                        .string("said"))
                .isEqualTo("{\"roots\":[]}");
    }

    @Test
    void a_question_that_belongs_to_no_call_waits_for_the_next() throws Exception {
        Conversation conversation = alice();
        result(handle(conversation, modern(1, "server/discover", "{}")));
        Peer.Line line = peer.lines.getFirst();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                assertThat(line.ask("early", "roots/list", "{}")).isEqualTo("{\"roots\":[]}");
                done.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> !setting.journal.entries("decision").stream()
                .filter(entry -> "roots/list".equals(entry.body().string("method")))
                .toList()
                .isEmpty());
        // The server would answer at once, and does; the question waits for a call that lasts.
        JsonObject asked = asked(conversation);
        assertThat(LegacyForm.object(asked, "inputRequests").text()).contains("roots/list");
        JsonObject answers = JsonObject.EMPTY;
        for (var entry : LegacyForm.object(asked, "inputRequests").members().entrySet()) {
            answers = answers.with(
                    entry.getKey(), Peer.json(entry.getValue().text().contains("roots/list") ? "{\"roots\":[]}" : ADA));
        }
        JsonObject params = Peer.json(CALL)
                .with("inputResponses", answers)
                .with("requestState", String.valueOf(asked.string("requestState")));
        JsonObject next = result(handle(conversation, modern(2, "tools/call", params.text())));
        if ("input_required".equals(next.string("resultType"))) {
            next = result(handle(conversation, retry(3, CALL, next, ADA)));
        }
        assertThat(next.string("said")).isEqualTo(ADA);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        asking.join();
    }

    @Test
    void progress_goes_to_the_call_it_belongs_to_under_the_token_of_the_newest_round() throws Exception {
        var started = new CountDownLatch(2);
        Peer counting = legacy((line, request) -> {
            var token = request.meta().get("progressToken");
            String progress = "{\"progressToken\":" + token + ",\"progress\":";
            started.countDown();
            started.await();
            line.notice("notifications/progress", progress + "1}", null);
            if ("greet".equals(request.params().string("name"))) {
                line.ask("q", "elicitation/create", FORM);
                line.notice("notifications/progress", progress + "2}", null);
            }
            return "{\"content\":[]}";
        });
        var two = new BridgeSetting(counting);
        Conversation conversation = two.sessions.stateless(ALICE, "files");
        List<Release> other = new CopyOnWriteArrayList<>();
        Thread beside = Thread.ofVirtual()
                .start(() -> conversation.handle(
                        modern(1, "tools/call", "{\"name\":\"other\",\"_meta\":{\"progressToken\":1}}"),
                        TransportMetadata.NONE,
                        other::add));
        // A question goes to the newest call.
        await().until(() ->
                !counting.lines.isEmpty() && counting.lines.getFirst().methods().contains("tools/call"));
        List<Release> first = new CopyOnWriteArrayList<>();
        JsonObject asked = result(conversation.handle(
                modern(2, "tools/call", "{\"name\":\"greet\",\"_meta\":{\"progressToken\":1}}"),
                TransportMetadata.NONE,
                first::add));
        beside.join();
        List<Release> second = new CopyOnWriteArrayList<>();
        result(conversation.handle(
                retry(3, "{\"name\":\"greet\",\"_meta\":{\"progressToken\":\"new\"}}", asked, ADA),
                TransportMetadata.NONE,
                second::add));
        assertThat(List.of(first, other))
                .allSatisfy(heard -> assertThat(heard)
                        .singleElement()
                        .satisfies(release -> assertThat(((Notification) release.message()).params())
                                .isEqualTo(Peer.json("{\"progressToken\":1,\"progress\":1}"))));
        assertThat(second)
                .singleElement()
                .satisfies(release -> assertThat(((Notification) release.message()).params())
                        .isEqualTo(Peer.json("{\"progressToken\":\"new\",\"progress\":2}")));
    }

    @Test
    void a_log_message_reaches_only_who_asked_for_its_level() throws Exception {
        Peer logging = legacy((line, request) -> {
            for (String level : List.of("debug", "warning", "alert")) {
                line.notice("notifications/message", "{\"level\":\"" + level + "\",\"data\":1}", null);
            }
            return "{\"content\":[]}";
        });
        Conversation conversation = new BridgeSetting(logging).sessions.stateless(ALICE, "files");
        List<Release> heard = new CopyOnWriteArrayList<>();
        conversation.handle(modern(1, "tools/call", CALL), TransportMetadata.NONE, heard::add);
        assertThat(heard).isEmpty();
        String warned =
                CALL.substring(0, CALL.length() - 1) + ",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"warning\"}}";
        conversation.handle(modern(2, "tools/call", warned), TransportMetadata.NONE, heard::add);
        assertThat(heard)
                .extracting(
                        release -> ((Notification) release.message()).params().string("level"))
                .containsExactly("warning", "alert");
        assertThat(logging.lines.getFirst().last("logging/setLevel").params().string("level"))
                .isEqualTo("warning");
        assertThat(refused(handle(conversation, modern(3, "tools/call", warned.replace("warning", "loud")))))
                .isEqualTo(Reason.PARAMS_INVALID);
    }

    @Test
    void a_client_that_leaves_or_cancels_ends_the_call_at_the_server() throws Exception {
        var began = new CountDownLatch(2);
        Peer slow = legacy((line, request) -> {
            began.countDown();
            new CountDownLatch(1).await();
            return "{}";
        });
        var waiting = new BridgeSetting(slow);
        Conversation leaving = waiting.sessions.stateless(ALICE, "files");
        Thread left = Thread.ofVirtual().start(() -> handle(leaving, modern(1, "tools/call", CALL)));
        Conversation cancelling = waiting.sessions.open(ALICE, "files");
        var reply = new java.util.concurrent.CompletableFuture<Reply>();
        Thread.ofVirtual().start(() -> reply.complete(handle(cancelling, modern(5, "tools/call", CALL))));
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        left.interrupt();
        cancelling.handle(
                Notification.of("notifications/cancelled", Peer.json("{\"requestId\":5}")),
                TransportMetadata.NONE,
                release -> {});
        assertThat(refused(reply.get(20, TimeUnit.SECONDS))).isEqualTo(Reason.UPSTREAM_CANCELLED);
        for (Peer.Line line : slow.lines) {
            assertThat(line.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Two clients that share a token number their requests alike. */
    @Test
    void who_cancels_ends_no_call_of_another_client_under_the_same_id() throws Exception {
        var began = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        Peer slow = legacy((line, request) -> {
            began.countDown();
            go.await();
            return "{\"content\":[]}";
        });
        Conversation shared = new BridgeSetting(slow).sessions.stateless(ALICE, "files");
        List<java.util.concurrent.CompletableFuture<Reply>> replies = new java.util.ArrayList<>();
        for (int i = 0; i < 2; i++) {
            var reply = new java.util.concurrent.CompletableFuture<Reply>();
            replies.add(reply);
            Thread.ofVirtual().start(() -> reply.complete(handle(shared, modern(5, "tools/call", CALL))));
        }
        assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
        shared.handle(
                Notification.of("notifications/cancelled", Peer.json("{\"requestId\":5}")),
                TransportMetadata.NONE,
                release -> {});
        go.countDown();
        for (var reply : replies) {
            assertThat(result(reply.get(20, TimeUnit.SECONDS)).array("content")).isNotNull();
        }
    }

    @Test
    void a_call_that_waits_for_its_client_can_be_cancelled_too() throws Exception {
        Conversation conversation = setting.sessions.open(ALICE, "files");
        JsonObject asked = asked(conversation);
        conversation.handle(
                Notification.of("notifications/cancelled", Peer.json("{\"requestId\":1}")),
                TransportMetadata.NONE,
                release -> {});
        assertThat(peer.lines.getFirst().interrupted.await(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(refused(handle(conversation, retry(2, CALL, asked, ADA)))).isEqualTo(Reason.REQUEST_STATE);
    }

    @Test
    void requests_that_declare_the_same_share_a_link_and_others_get_their_own_within_a_bound() throws Exception {
        String other = "{\"name\":\"other\"}";
        for (String capabilities :
                List.of("{}", "{}", "{\"roots\":{}}", "{\"extensions\":{\"x\":{}}}", "{\"elicitation\":{}}")) {
            result(handle(alice(), modern(1, "tools/call", other, capabilities)));
        }
        assertThat(peer.lines).hasSize(3);
        // The one that was not used for the longest time made room.
        assertThat(peer.lines).extracting(line -> line.closed.getCount()).containsExactly(1L, 0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe"})
    void a_method_of_the_other_era_is_unknown_to_a_modern_client(String method) throws Exception {
        assertThat(refused(handle(alice(), modern(1, method, "{\"uri\":\"a:b\",\"level\":\"info\"}"))))
                .isEqualTo(Reason.METHOD_UNKNOWN);
        assertThat(peer.lines.getFirst().methods()).containsExactly("initialize", "notifications/initialized");
    }

    @Test
    void no_task_crosses_the_eras() throws Exception {
        String declared = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
        assertThat(refused(handle(alice(), modern(1, "tasks/get", "{\"taskId\":\"t1\"}", declared))))
                .isEqualTo(Reason.TASK_UNKNOWN);
        assertThat(peer.lines.getFirst().methods()).containsExactly("initialize", "notifications/initialized");
    }
}
