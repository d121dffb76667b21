package dev.lockkeeper.gateway.combined;

import static dev.lockkeeper.gateway.combined.CombinedSetting.ALICE;
import static dev.lockkeeper.gateway.combined.CombinedSetting.modern;
import static dev.lockkeeper.gateway.combined.CombinedSetting.read;
import static dev.lockkeeper.gateway.combined.CombinedSetting.reason;
import static dev.lockkeeper.gateway.combined.CombinedSetting.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Conversations;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Era;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TasklessTest {

    private static final Guard LISTED = (action, context) ->
            action instanceof ToolCall call && !call.definition().listed()
                    ? new Verdict.Deny(Reason.TOOL_UNKNOWN, "unlisted", "", null)
                    : new Verdict.Grant(new RuleRef("rule", "test", 1));

    private final CombinedSetting setting = new CombinedSetting(Duration.ofSeconds(30), LISTED);
    private final ScriptedServers.Server files = setting.servers.server("files");

    private Conversation conversation(Era client) throws Exception {
        return client == Era.LEGACY ? setting.begun() : setting.conversations.stateless(ALICE, Conversations.ALL);
    }

    private static String request(Era client, String method, String params) {
        return client == Era.LEGACY
                ? "{'jsonrpc':'2.0','id':7,'method':'" + method + "','params':{" + params + "}}"
                : modern(7, method, params);
    }

    @ParameterizedTest
    @CsvSource({"LEGACY, LEGACY", "MODERN, LEGACY", "MODERN, MODERN"})
    void a_tool_that_can_only_be_called_as_a_task_is_not_there(Era client, Era server) throws Exception {
        setting.servers.era = Optional.of(server);
        files.tools = List.of("work", "research");
        files.taskOnly = Set.of("research");
        Conversation conversation = conversation(client);
        assertThat(text(setting.ask(conversation, request(client, "tools/list", ""))))
                .contains("files__work")
                .doesNotContain("research");
        assertThat(reason(setting.ask(conversation, request(client, "tools/call", "'name':'files__research'"))))
                .isEqualTo(Reason.TOOL_UNKNOWN);
        assertThat(files.methods()).doesNotContain("tools/call");
        assertThat(text(setting.ask(conversation, request(client, "tools/call", "'name':'files__work'"))))
                .contains("answeredBy");
    }

    @Test
    void nor_where_it_is_called_before_anything_was_listed() throws Exception {
        files.tools = List.of("research");
        files.taskOnly = Set.of("research");
        Reply reply = setting.ask(setting.begun(), request(Era.LEGACY, "tools/call", "'name':'files__research'"));
        assertThat(reason(reply)).isEqualTo(Reason.TOOL_UNKNOWN);
        assertThat(files.methods()).doesNotContain("tools/call");
    }

    @ParameterizedTest
    @EnumSource(Era.class)
    void a_call_that_asks_for_a_task_reaches_no_server(Era client) throws Exception {
        Reply reply = setting.ask(
                conversation(client), request(client, "tools/call", "'name':'files__work','task':{'ttl':60000}"));
        assertThat(reason(reply)).isEqualTo(Reason.PARAMS_INVALID);
        assertThat(files.reached).isEmpty();
    }

    @Test
    void a_server_does_not_hear_that_its_client_knows_tasks() throws Exception {
        setting.servers.era = Optional.of(Era.MODERN);
        String declaring = modern(7, "tools/call", "'name':'files__work'")
                .replace(
                        "'io.modelcontextprotocol/clientCapabilities':{}",
                        "'io.modelcontextprotocol/clientCapabilities':"
                                + "{'extensions':{'io.modelcontextprotocol/tasks':{},'com.example/other':{}}}");
        text(setting.ask(conversation(Era.MODERN), declaring));
        assertThat(files.methods()).contains("tools/call");
        assertThat(files.reached).allSatisfy(message -> {
            assertThat(message.wire().toString()).doesNotContain("io.modelcontextprotocol/tasks");
            assertThat(((Request) message).params().text()).doesNotContain("io.modelcontextprotocol/tasks");
        });
        assertThat(files.reached.getLast().wire().toString()).contains("com.example/other");
    }

    @Test
    void no_tasks_are_offered() throws Exception {
        Conversation opened = setting.conversations.open(ALICE, Conversations.ALL);
        String initialize = request(
                Era.LEGACY,
                "initialize",
                "'protocolVersion':'2025-11-25','capabilities':{},'clientInfo':{'name':'c','version':'1'}");
        assertThat(text(setting.ask(opened, initialize)))
                .contains("capabilities")
                .doesNotContain("tasks");
        assertThat(text(setting.ask(conversation(Era.MODERN), modern(7, "server/discover", ""))))
                .contains("capabilities")
                .doesNotContain("tasks");
    }

    @Test
    void on_its_own_path_the_same_tool_is_called() throws Exception {
        files.tools = List.of("research");
        files.taskOnly = Set.of("research");
        Conversation own = setting.conversations.open(ALICE, "files");
        setting.ask(
                own,
                request(
                        Era.LEGACY,
                        "initialize",
                        "'protocolVersion':'2025-11-25','capabilities':{},'clientInfo':{'name':'c','version':'1'}"));
        assertThat(text(setting.ask(own, request(Era.LEGACY, "tools/list", ""))))
                .contains("research");
        setting.ask(own, request(Era.LEGACY, "tools/call", "'name':'research','task':{}"));
        assertThat(files.reached.getLast().wire().toString()).contains("\"task\":{}");
    }

    @Test
    void what_declares_nothing_keeps_its_bytes() throws JsonRefused {
        Request plain = (Request) read(modern(7, "tools/call", "'name':'files__work'"));
        assertThat(Taskless.of(plain)).isSameAs(plain);
        assertThat(Objects.requireNonNull(plain.params().object("_meta")).members())
                .isNotEmpty();
    }
}
