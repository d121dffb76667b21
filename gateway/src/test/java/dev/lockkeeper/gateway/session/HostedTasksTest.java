package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.Setting.ALICE;
import static dev.lockkeeper.gateway.session.Setting.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.mcp.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that a client makes of what a server asks, up to 2025-11-25. */
class HostedTasksTest {

    private static final String RULES = "{ allow: [read], client-requests: [sampling] }";

    private final Setting setting = new Setting(RULES);
    private Conversation session;

    @BeforeEach
    void open() throws Exception {
        session = setting.session(ALICE, "2025-11-25", "{\"sampling\":{}}");
        setting.server.calls = request -> {
            setting.heard(question("1", "sampling/createMessage", "{\"messages\":[],\"task\":{\"ttl\":1}}"));
            return Setting.success(request, "{\"content\":[]}");
        };
        setting.ask(session, "tools/call", "{\"name\":\"read\"}");
    }

    @Test
    void a_server_asks_after_the_task_that_the_client_made_of_its_own_request() {
        handOver();
        assertThat(reached()).contains("\"taskId\":\"c1\"");
        for (String method : new String[] {"tasks/get", "tasks/result", "tasks/cancel"}) {
            assertThat(asked(method, "{\"taskId\":\"c1\"}")).contains(method);
            assertThat(answered("{\"status\":\"working\"}")).isEqualTo("accepted");
            assertThat(reached()).contains("\"status\":\"working\"");
        }
    }

    @Test
    void a_server_asks_after_no_other_task() {
        handOver();
        assertThat(asked("tasks/get", "{\"taskId\":\"c2\"}")).isEmpty();
        assertThat(reached()).contains("task.unknown");
    }

    @Test
    void a_task_that_was_not_asked_for_is_none() {
        assertThat(answered("{\"role\":\"assistant\",\"content\":[],\"model\":\"m\"}"))
                .isEqualTo("accepted");
        setting.server.calls = request -> {
            setting.heard(question("1", "sampling/createMessage", "{\"messages\":[]}"));
            return Setting.success(request, "{\"content\":[]}");
        };
        setting.ask(session, "tools/call", "{\"name\":\"read\"}");
        handOver();
        assertThat(asked("tasks/get", "{\"taskId\":\"c1\"}")).isEmpty();
    }

    @Test
    void what_the_server_may_no_longer_ask_it_may_not_ask_after() {
        handOver();
        setting.policy("{ allow: [read], client-requests: [elicitation] }");
        assertThat(asked("tasks/get", "{\"taskId\":\"c1\"}")).isEmpty();
        assertThat(reached()).contains("upstream.request-denied");
        assertThat(asked("tasks/list", "{}")).contains("tasks/list");
        setting.policy("{ allow: [read], client-requests: [roots] }");
        assertThat(asked("tasks/list", "{}")).isEmpty();
    }

    @Test
    void a_client_tells_a_server_of_no_task_of_another() {
        handOver();
        asked("tasks/list", "{}");
        assertThat(answered("{\"tasks\":[{\"taskId\":\"c1\"}]}")).isEqualTo("accepted");
        asked("tasks/list", "{}");
        assertThat(answered("{\"tasks\":[{\"taskId\":\"c1\"},{\"taskId\":\"of another\"}]}"))
                .isEqualTo("task.unknown");
        assertThat(reached()).doesNotContain("of another");
        assertThat(told("c2")).isEqualTo("task.unknown");
        assertThat(told("c1")).isEqualTo("accepted");
    }

    private void handOver() {
        assertThat(answered("{\"task\":{\"taskId\":\"c1\",\"status\":\"working\"}}"))
                .isEqualTo("accepted");
    }

    private String told(String task) {
        return said(setting.say(
                session,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks/status\",\"params\":{\"taskId\":\"" + task
                        + "\",\"status\":\"working\"}}"));
    }

    /** What the client hears of a question that comes while a call of it is under way; empty where it hears nothing. */
    private String asked(String method, String params) {
        setting.heard.clear();
        setting.server.calls = request -> {
            setting.heard(question("1", method, params));
            return Setting.success(request, "{\"content\":[]}");
        };
        setting.ask(session, "tools/call", "{\"name\":\"read\"}");
        return setting.heard.stream()
                .map(Message::wire)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    private String answered(String result) {
        return said(setting.say(session, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}"));
    }

    /** What reached the server last. */
    private String reached() {
        return setting.server.reached.stream()
                .filter(message -> message instanceof dev.lockkeeper.mcp.Response)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .wire()
                .toString();
    }

    private static String question(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }
}
