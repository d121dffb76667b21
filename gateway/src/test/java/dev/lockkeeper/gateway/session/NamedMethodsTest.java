package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.Setting.ALICE;
import static dev.lockkeeper.gateway.session.Setting.MALLORY;
import static dev.lockkeeper.gateway.session.Setting.said;
import static dev.lockkeeper.gateway.session.Setting.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Response;
import org.junit.jupiter.api.Test;

/** Methods that the protocol does not have and the configuration names. */
class NamedMethodsTest {

    private static final String RULES = "{ methods: [vendor/thing], client-methods: [vendor/ask],"
            + " allow: [{ tools: [read], callers: [alice] }] }";

    private final Setting setting = new Setting(RULES);

    @Test
    void a_named_method_is_recorded_and_passes_for_who_may_use_the_server() throws Exception {
        setting.server.others = request -> success(request, "{\"answer\":1.10}");
        assertThat(said(setting.ask(setting.session(ALICE), "vendor/thing", "{\"x\":1e400}")))
                .contains("\"answer\":1.10");
        assertThat(setting.journal.entries("decision").getLast().body())
                .returns("granted", body -> body.string("outcome"))
                .returns("vendor/thing", body -> body.string("method"))
                .returns("servers.files.allow[0] (test.yaml:3)", body -> body.string("rule"));
        assertThat(said(setting.ask(setting.session(ALICE), "Vendor/Thing", "{}")))
                .isEqualTo("method.unknown");
        assertThat(said(setting.ask(setting.stateless(MALLORY), "vendor/thing", Setting.modern(""))))
                .isEqualTo("policy.default-deny");
    }

    @Test
    void the_answer_to_a_named_method_is_judged() throws Exception {
        setting.server.others =
                request -> success(request, "{\"inputRequests\":{\"k\":{\"method\":\"roots/list\",\"params\":{}}}}");
        assertThat(said(setting.ask(setting.session(ALICE), "vendor/thing", "{}")))
                .isEqualTo("upstream.request-denied");
    }

    @Test
    void a_server_asks_by_a_named_method_and_is_answered() throws Exception {
        Conversation session = setting.session(ALICE);
        setting.server.calls = request -> {
            setting.heard("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"vendor/ask\",\"params\":{}}");
            return success(request, "{\"content\":[]}");
        };
        setting.ask(session, "tools/call", "{\"name\":\"read\"}");
        assertThat(setting.heard)
                .singleElement()
                .extracting(message -> message.wire().toString())
                .asString()
                .contains("vendor/ask");
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\" : 1.10}}";
        assertThat(said(setting.say(session, answer))).isEqualTo("accepted");
        assertThat(setting.server.reached.getLast())
                .isInstanceOf(Response.class)
                .extracting(Message::wire)
                .hasToString(answer);
    }

    @Test
    void shadow_lets_no_method_pass_that_nobody_named() throws Exception {
        setting.policy(RULES.replace("{ methods", "{ mode: shadow, methods"));
        setting.server.others = request -> success(request, "{}");
        Conversation stateless = setting.stateless(MALLORY);
        assertThat(said(setting.askModern(stateless, "vendor/thing", ""))).contains("result");
        assertThat(said(setting.askModern(stateless, "vendor/other", ""))).isEqualTo("method.unknown");
        assertThat(said(setting.askModern(stateless, "tasks/get", "\"taskId\":\"t1\"")))
                .isEqualTo("task.unknown");
    }
}
