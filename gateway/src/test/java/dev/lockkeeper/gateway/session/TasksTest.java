package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.Setting.ALICE;
import static dev.lockkeeper.gateway.session.Setting.MALLORY;
import static dev.lockkeeper.gateway.session.Setting.json;
import static dev.lockkeeper.gateway.session.Setting.said;
import static dev.lockkeeper.gateway.session.Setting.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of the server, in the form of 2025-11-25 and in that of the extension to 2026-07-28. */
class TasksTest {

    private static final String HANDLE =
            "{\"task\":{\"taskId\":\"t1\",\"status\":\"working\",\"createdAt\":\"2025-11-25T10:30:00Z\",\"ttl\":60000}}";
    private static final String MODERN_HANDLE =
            "{\"resultType\":\"task\",\"taskId\":\"t1\",\"status\":\"working\",\"ttlMs\":60000}";
    private static final String GOOD =
            "{\"content\":[{\"type\":\"text\",\"text\":\"5\"}],\"structuredContent\":{\"sum\":5}}";
    private static final String UNDECLARED = "{\"code\":-32021,\"message\":\"Declare the extension"
            + " io.modelcontextprotocol/tasks in the capabilities of the request.\",\"data\":{"
            + "\"reason\":\"task.undeclared\",\"requiredCapabilities\":{\"extensions\":{"
            + "\"io.modelcontextprotocol/tasks\":{}}},\"reference\":\"REFERENCE\"}}";
    private static final String BAD =
            "{\"content\":[{\"type\":\"text\",\"text\":\"5\"}],\"structuredContent\":{\"sum\":\"five\"}}";

    private final Setting setting = new Setting("{ allow: [read, { tools: [write], callers: [alice] }] }");

    @Test
    void a_call_is_handed_over_as_a_task_and_its_result_comes_later() throws Exception {
        Conversation session = called(ALICE);
        answering("tasks/get", "{\"taskId\":\"t1\",\"status\":\"working\"}");
        assertThat(said(setting.ask(session, "tasks/get", ID))).contains("working");
        answering("tasks/result", GOOD);
        assertThat(said(setting.ask(session, "tasks/result", ID))).contains("\"sum\":5");
        answering("tasks/cancel", "{\"taskId\":\"t1\",\"status\":\"cancelled\"}");
        assertThat(said(setting.ask(session, "tasks/cancel", ID))).contains("cancelled");
    }

    @Test
    void a_task_is_found_from_another_session_of_its_caller() throws Exception {
        called(ALICE);
        answering("tasks/result", GOOD);
        assertThat(said(setting.ask(setting.session(ALICE), "tasks/result", ID)))
                .contains("\"sum\":5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/result", "tasks/cancel"})
    void a_task_of_somebody_else_does_not_exist(String method) throws Exception {
        called(ALICE);
        Conversation other = setting.session(MALLORY);
        int before = setting.server.reached.size();
        assertThat(said(setting.ask(other, method, ID))).isEqualTo("task.unknown");
        assertThat(said(setting.ask(other, method, "{\"taskId\":\"made up\"}"))).isEqualTo("task.unknown");
        assertThat(said(setting.ask(other, method, "{}"))).isEqualTo("task.unknown");
        assertThat(setting.server.reached).hasSize(before);
    }

    @Test
    void a_modern_task_of_somebody_else_does_not_exist_whatever_is_asked_of_it() throws Exception {
        calledModern(ALICE);
        Conversation other = setting.stateless(MALLORY);
        for (String method : List.of("tasks/get", "tasks/update", "tasks/cancel")) {
            assertThat(said(setting.askModern(other, method, "\"taskId\":\"t1\"")))
                    .isEqualTo("task.unknown");
        }
        assertThat(said(setting.askModern(other, "subscriptions/listen", "\"notifications\":{\"taskIds\":[\"t1\"]}")))
                .isEqualTo("task.unknown");
        assertThat(setting.server.methodsReached()).doesNotContain("tasks/get", "subscriptions/listen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel", "subscriptions/listen"})
    void who_does_not_declare_tasks_hears_the_same_whether_there_is_such_a_task(String method) throws Exception {
        calledModern(ALICE);
        int before = setting.server.reached.size();
        for (Caller caller : List.of(ALICE, MALLORY)) {
            for (String id : List.of("t1", "made up")) {
                String about = method.startsWith("tasks/")
                        ? "\"taskId\":\"" + id + "\",\"inputResponses\":{}"
                        : "\"notifications\":{\"taskIds\":[\"" + id + "\"]}";
                String undeclared = Setting.modern(about).replace("\"io.modelcontextprotocol/tasks\":{}", "");
                assertThat(setting.ask(setting.stateless(caller), method, undeclared))
                        .isInstanceOfSatisfying(
                                Reply.Refused.class,
                                refused -> assertThat(refused.refusal().error())
                                        .isEqualTo(json(UNDECLARED.replace(
                                                "REFERENCE", refused.refusal().reference()))));
            }
        }
        assertThat(setting.server.reached).hasSize(before);
    }

    @Test
    void a_list_holds_the_callers_own_tasks_only() throws Exception {
        called(ALICE);
        Conversation other = setting.session(MALLORY);
        answering("tasks/list", "{\"tasks\":[{\"taskId\":\"t1\"},{\"taskId\":\"t2\"},7],\"nextCursor\":\"c\"}");
        assertThat(said(setting.ask(other, "tasks/list", "{}"))).contains("\"tasks\":[],\"nextCursor\":\"c\"");
        assertThat(said(setting.ask(setting.session(ALICE), "tasks/list", "{}")))
                .contains("\"tasks\":[{\"taskId\":\"t1\"}]");
    }

    @Test
    void who_may_no_longer_call_the_tool_may_not_ask_for_its_task() throws Exception {
        Conversation session = called(ALICE);
        setting.policy("{ allow: [write] }");
        answering("tasks/list", "{\"tasks\":[{\"taskId\":\"t1\"}]}");
        assertThat(said(setting.ask(session, "tasks/result", ID))).isEqualTo("policy.default-deny");
        assertThat(said(setting.ask(session, "tasks/cancel", ID))).isEqualTo("policy.default-deny");
        assertThat(said(setting.ask(session, "tasks/list", "{}"))).contains("\"tasks\":[]");
    }

    @Test
    void a_condition_judges_the_arguments_of_the_call_again() throws Exception {
        setting.server.schema = json("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}");
        Conversation session = called(ALICE, ",\"arguments\":{\"n\":1}");
        answering("tasks/result", GOOD);
        setting.policy("{ allow: [{ tools: [read], where: 'args.n == 1' }] }");
        assertThat(said(setting.ask(session, "tasks/result", ID))).contains("\"sum\":5");
        setting.policy("{ allow: [{ tools: [read], where: 'args.n == 2' }] }");
        assertThat(said(setting.ask(session, "tasks/result", ID))).isEqualTo("policy.default-deny");
    }

    @Test
    void the_result_of_a_task_is_judged_like_that_of_its_call() throws Exception {
        summing();
        Conversation session = called(ALICE);
        answering("tasks/result", BAD);
        assertThat(said(setting.ask(session, "tasks/result", ID))).isEqualTo("result.schema");
        answering("tasks/result", HANDLE);
        assertThat(said(setting.ask(session, "tasks/result", ID))).isEqualTo("result.schema");
        answering("tasks/result", GOOD);
        assertThat(said(setting.ask(session, "tasks/result", ID))).contains("\"sum\":5");
    }

    @Test
    void the_result_inside_of_a_modern_task_is_judged_like_that_of_its_call() throws Exception {
        summing();
        Conversation stateless = calledModern(ALICE);
        for (String method : List.of("tasks/get", "tasks/cancel")) {
            answering(method, completed(BAD));
            assertThat(said(setting.askModern(stateless, method, "\"taskId\":\"t1\"")))
                    .isEqualTo("result.schema");
            answering(method, completed(GOOD));
            assertThat(said(setting.askModern(stateless, method, "\"taskId\":\"t1\"")))
                    .contains("\"sum\":5");
        }
        setting.server.calls =
                request -> success(request, MODERN_HANDLE.replace("\"status\"", "\"result\":" + BAD + ",\"status\""));
        assertThat(said(setting.askModern(stateless, "tools/call", "\"name\":\"read\"")))
                .isEqualTo("result.schema");
    }

    @Test
    void a_handle_that_nobody_asked_for_is_no_way_around_the_schema() throws Exception {
        summing();
        setting.server.calls = request -> success(request, HANDLE);
        Conversation session = setting.session(ALICE);
        assertThat(said(setting.ask(session, "tools/call", "{\"name\":\"read\"}")))
                .isEqualTo("result.schema");
        setting.server.calls = request -> success(
                request, HANDLE.replace("{\"task\"", "{\"content\":[{\"type\":\"text\",\"text\":\"5\"}],\"task\""));
        assertThat(said(setting.ask(session, "tools/call", "{\"name\":\"read\",\"task\":{}}")))
                .isEqualTo("result.schema");
        assertThat(said(setting.ask(session, "tasks/get", ID))).isEqualTo("task.unknown");
    }

    @Test
    void the_records_of_a_task_name_the_decision_that_made_it() throws Exception {
        Conversation session = called(ALICE);
        answering("tasks/result", GOOD);
        setting.ask(session, "tasks/result", ID);
        JsonObject made = setting.journal.entries("result").stream()
                .map(entry -> entry.body())
                .filter(body -> "tools/call".equals(body.string("method")))
                .findFirst()
                .orElseThrow();
        for (String type : List.of("decision", "result")) {
            assertThat(setting.journal.entries(type).getLast().body())
                    .returns("tasks/result", body -> body.string("method"))
                    .returns("read", body -> body.string("target"))
                    .returns(made.string("decision"), body -> body.string("task"));
        }
    }

    @Test
    void what_a_modern_task_asks_for_and_is_told_is_judged_by_what_the_server_may_ask() throws Exception {
        Conversation stateless = calledModern(ALICE);
        answering(
                "tasks/get",
                "{\"taskId\":\"t1\",\"status\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":"
                        + "\"elicitation/create\",\"params\":{\"message\":\"Name?\"}}}}");
        answering("tasks/update", "{\"resultType\":\"complete\"}");
        String answer = "\"taskId\":\"t1\",\"inputResponses\":{\"k\":{\"action\":\"accept\"}}";
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .isEqualTo("upstream.request-denied");
        assertThat(said(setting.askModern(stateless, "tasks/update", answer))).isEqualTo("upstream.request-denied");
        setting.policy("{ allow: [read], client-requests: [elicitation] }");
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .contains("Name?");
        assertThat(said(setting.askModern(stateless, "tasks/update", answer))).contains("complete");
    }

    @Test
    void an_error_inside_of_a_modern_task_is_judged_like_that_of_its_call() throws Exception {
        Conversation stateless = calledModern(ALICE);
        answering(
                "tasks/get",
                "{\"taskId\":\"t1\",\"status\":\"failed\",\"error\":{\"code\":-32042,\"message\":\"Sign in\",\"data\":"
                        + "{\"elicitations\":[{\"mode\":\"url\",\"url\":\"https://a/\",\"elicitationId\":\"1\","
                        + "\"message\":\"Sign in\"}]}}}");
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .isEqualTo("upstream.request-denied");
        setting.policy("{ allow: [read], client-requests: [elicitation] }");
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .contains("https://a/");
        answering(
                "tasks/get",
                "{\"taskId\":\"t1\",\"status\":\"failed\",\"error\":{\"code\":-32603,\"message\":\"It broke.\"}}");
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .contains("It broke.");
        answering(
                "tasks/get",
                "{\"taskId\":\"t1\",\"status\":\"failed\",\"error\":{\"code\":-32042.0,\"message\":\"Sign in\"}}");
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .isEqualTo("result.invalid");
    }

    @Test
    void a_notification_of_status_reaches_only_the_tasks_own_caller() throws Exception {
        called(ALICE);
        Conversation other = setting.session(MALLORY);
        setting.heard(STATUS);
        setting.heard(MESSAGE);
        assertThat(firstHeard(other)).isEqualTo(MESSAGE);
        Conversation own = setting.session(ALICE);
        setting.heard(STATUS);
        assertThat(firstHeard(own)).isEqualTo(STATUS);
    }

    @Test
    void a_result_inside_of_a_notification_is_judged_like_that_of_its_call() throws Exception {
        summing();
        Conversation stateless = calledModern(ALICE);
        for (String result : List.of(BAD, GOOD)) {
            setting.server.others = request -> {
                setting.heard("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":" + completed(result)
                        + "}");
                return success(request, "{\"resultType\":\"complete\"}");
            };
            setting.askModern(stateless, "subscriptions/listen", "\"notifications\":{\"taskIds\":[\"t1\"]}");
        }
        assertThat(setting.journal.entries("result").stream()
                        .map(entry -> entry.body())
                        .filter(body -> "notifications/tasks".equals(body.string("method")))
                        .map(body -> body.string("reason")))
                .containsExactly("result.schema", "result.released");
    }

    @Test
    void a_request_that_says_it_belongs_to_a_task_of_somebody_else_is_refused() throws Exception {
        Conversation own = called(ALICE);
        setting.server.calls = request -> success(request, GOOD);
        String params = "{\"name\":\"read\",\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t1\"}}}";
        assertThat(said(setting.ask(own, "tools/call", params))).contains("\"sum\":5");
        assertThat(said(setting.ask(setting.session(MALLORY), "tools/call", params)))
                .isEqualTo("task.unknown");
    }

    @Test
    void the_progress_of_a_call_goes_on_after_it_became_a_task() throws Exception {
        Conversation session = setting.session(ALICE);
        setting.server.calls = request -> success(request, HANDLE);
        setting.ask(session, "tools/call", "{\"name\":\"read\",\"task\":{},\"_meta\":{\"progressToken\":\"p\"}}");
        String progress =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"p\",\"progress\":1}}";
        setting.heard(progress.replace("\"p\"", "\"q\""));
        setting.heard(progress);
        assertThat(firstHeard(session)).isEqualTo(progress);
    }

    @Test
    void a_version_before_tasks_has_none() throws Exception {
        setting.server.version = "2025-06-18";
        setting.server.capabilities = json(
                "{\"tools\":{},\"tasks\":{\"requests\":{\"tools\":{\"call\":{}}}},\"extensions\":{\"io.modelcontextprotocol/ui\":{}}}");
        Conversation session = setting.session(ALICE);
        assertThat(said(setting.ask(session, "tasks/get", ID))).isEqualTo("method.unknown");
        assertThat(said(setting.ask(session, "tasks/list", "{}"))).isEqualTo("method.unknown");
    }

    @Test
    void a_task_is_forgotten_a_day_after_its_last_use() throws Exception {
        Conversation session = called(ALICE);
        answering("tasks/get", "{\"taskId\":\"t1\"}");
        setting.now.set(setting.now.get().plus(TaskRegistry.KEPT).minusSeconds(1));
        assertThat(said(setting.ask(session, "tasks/get", ID))).contains("t1");
        setting.now.set(setting.now.get().plus(TaskRegistry.KEPT).minusSeconds(1));
        assertThat(said(setting.ask(session, "tasks/get", ID))).contains("t1");
        setting.now.set(setting.now.get().plus(TaskRegistry.KEPT));
        assertThat(said(setting.ask(session, "tasks/get", ID))).isEqualTo("task.unknown");
    }

    private static final String ID = "{\"taskId\":\"t1\"}";
    private static final String STATUS =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks/status\",\"params\":{\"taskId\":\"t1\",\"status\":\"working\", \"x\":1.10}}";

    private static final String MESSAGE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":1}}";

    /** What waits for the client of the session first; the session ends with it. */
    private static String firstHeard(Conversation session) throws InterruptedException {
        var heard = new LinkedBlockingQueue<String>();
        session.listen(release -> heard.add(release.message().wire().toString()));
        String first = Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS));
        session.close();
        return first;
    }

    private Conversation called(Caller caller) throws Exception {
        return called(caller, "");
    }

    private Conversation called(Caller caller, String members) throws Exception {
        setting.server.calls = request -> success(request, HANDLE);
        Conversation session = setting.session(caller);
        assertThat(said(setting.ask(
                        session, "tools/call", "{\"name\":\"read\",\"task\":{\"ttl\":60000}" + members + "}")))
                .contains("\"taskId\":\"t1\"");
        return session;
    }

    private Conversation calledModern(Caller caller) throws Exception {
        setting.server.calls = request -> success(request, MODERN_HANDLE);
        Conversation stateless = setting.stateless(caller);
        assertThat(said(setting.askModern(stateless, "tools/call", "\"name\":\"read\"")))
                .contains("\"taskId\":\"t1\"");
        return stateless;
    }

    private void summing() {
        setting.server.outputSchema =
                json("{\"type\":\"object\",\"properties\":{\"sum\":{\"type\":\"integer\"}},\"required\":[\"sum\"]}");
    }

    private void answering(String method, String result) {
        ScriptedServer.Script before = setting.server.others;
        setting.server.others =
                request -> request.method().equals(method) ? success(request, result) : before.answer(request);
    }

    private static String completed(String result) {
        return "{\"taskId\":\"t1\",\"status\":\"completed\",\"result\":" + result + "}";
    }
}
