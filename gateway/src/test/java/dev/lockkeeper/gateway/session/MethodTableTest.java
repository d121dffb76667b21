package dev.lockkeeper.gateway.session;

import static dev.lockkeeper.gateway.session.Setting.ALICE;
import static dev.lockkeeper.gateway.session.Setting.said;
import static dev.lockkeeper.gateway.session.Setting.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.WireEdit;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What becomes of every method of the protocol in each of its versions: {@code testdata/methods/table.yaml}. */
class MethodTableTest {

    private static final String TABLE = "methods/table.yaml";
    private static final Set<String> KEYS = Set.of("method", "from", "notification", "params", "expect");
    private static final String RULES = """
            {
              allow: [read, { resources: ['test://**'], prompts: ['*'] }],
              client-requests: [roots, sampling, elicitation],
              methods: [vendor/named, notifications/vendor/named],
              client-methods: [vendor/asked, notifications/vendor/asked],
            }""".replace("\n", " ");

    @TestFactory
    Stream<DynamicTest> every_method_in_every_version() {
        return CaseTable.read(TABLE, KEYS).stream()
                .flatMap(one -> Stream.of(ProtocolVersion.values())
                        .map(version -> dynamicTest(one.name() + " in " + version.text(), () -> check(one, version))));
    }

    @Test
    void the_table_has_every_method_that_the_gateway_knows() {
        Set<String> tabled = new HashSet<>();
        CaseTable.read(TABLE, KEYS).forEach(one -> tabled.add(method(one)));
        assertThat(tabled).containsAll(dev.lockkeeper.mcp.KnownMethods.NAMES);
    }

    private static void check(Case one, ProtocolVersion version) throws Exception {
        List<?> each = one.list("expect");
        String expected = each.isEmpty()
                ? one.text("expect")
                : each.get(List.of(ProtocolVersion.values()).indexOf(version)).toString();
        var setting = new Setting(RULES);
        Conversation conversation = open(setting, version);
        String became = one.text("from").equals("client")
                ? sent(one, setting, conversation, version)
                : heard(one, setting, conversation, version);
        assertThat(became).isEqualTo(expected);
    }

    /** A conversation in which the server has the task t1 and the client the task c1, where the version has tasks. */
    private static Conversation open(Setting setting, ProtocolVersion version) throws Exception {
        setting.server.version = version.text();
        setting.server.others = request -> success(request, "{}");
        setting.server.calls = request -> success(
                request,
                modern(version) ? "{\"resultType\":\"task\",\"taskId\":\"t1\"}" : "{\"task\":{\"taskId\":\"t1\"}}");
        Conversation conversation = modern(version)
                ? setting.stateless(ALICE)
                : setting.session(ALICE, version.text(), "{\"sampling\":{},\"roots\":{},\"elicitation\":{}}");
        ask(setting, conversation, version, "{\"name\":\"read\",\"task\":{}}");
        if (version == ProtocolVersion.V2025_11_25) {
            setting.server.calls = request -> {
                setting.heardInAnswer(message("sampling/createMessage", "{\"task\":{}}", false));
                return success(request, "{\"content\":[]}");
            };
            ask(setting, conversation, version, "{\"name\":\"read\"}");
            setting.say(conversation, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"task\":{\"taskId\":\"c1\"}}}");
        }
        setting.heard.clear();
        return conversation;
    }

    private static String sent(Case one, Setting setting, Conversation conversation, ProtocolVersion version) {
        boolean notification = one.has("notification");
        setting.server.calls = request -> success(request, "{\"content\":[]}");
        String params = one.text("params", "{}");
        String text = message(
                method(one), modern(version) && !notification ? Setting.modern(inner(params)) : params, notification);
        Reply reply = setting.say(conversation, text);
        Message last = setting.server.reached.getLast();
        return switch (reply) {
            case Reply.Refused refused -> {
                assertThat(last.wire().toString()).isNotEqualTo(text);
                yield said(reply);
            }
            case Reply.Own own -> "own";
            case Reply.Answered answered -> {
                assertThat(last.wire().toString()).isEqualTo(text);
                yield "pass";
            }
            case Reply.Accepted accepted -> {
                assertThat(last.wire().toString()).isEqualTo(text);
                yield "pass";
            }
        };
    }

    private static String heard(Case one, Setting setting, Conversation conversation, ProtocolVersion version) {
        String text = message(method(one), one.text("params", "{}"), one.has("notification"));
        setting.server.calls = request -> {
            setting.heardInAnswer(text);
            return success(request, "{\"content\":[]}");
        };
        String call = "{\"name\":\"read\",\"_meta\":{\"progressToken\":\"p\"}}";
        setting.ask(
                conversation,
                "tools/call",
                modern(version)
                        ? Setting.modern("\"name\":\"read\"")
                                .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":\"p\",")
                        : call);
        List<String> heard = new ArrayList<>();
        setting.heard.forEach(message -> heard.add((message instanceof Request question
                        ? WireEdit.replace(question.wire(), List.of("id"), new JsonString("x"))
                        : message.wire())
                .toString()));
        if (!heard.isEmpty()) {
            assertThat(heard).containsExactly(text);
            return "pass";
        }
        if (!one.has("notification")) {
            if (!(setting.server.reached.getLast() instanceof Failure told)) {
                return "own";
            }
            return Objects.requireNonNull(
                    Objects.requireNonNull(told.error().object("data")).string("reason"));
        }
        JsonObject decision = setting.journal.entries("decision").stream()
                .map(entry -> entry.body())
                .filter(body -> method(one).equals(body.string("method")))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        String reason = Objects.requireNonNull(decision.string("reason"));
        return reason.equals("policy.allowed") ? "nowhere" : reason;
    }

    private static void ask(Setting setting, Conversation conversation, ProtocolVersion version, String params) {
        Reply reply = modern(version)
                ? setting.askModern(conversation, "tools/call", inner(params))
                : setting.ask(conversation, "tools/call", params);
        assertThat(reply).isInstanceOf(Reply.Answered.class);
    }

    private static boolean modern(ProtocolVersion version) {
        return version == ProtocolVersion.V2026_07_28;
    }

    private static String inner(String object) {
        return object.substring(1, object.length() - 1);
    }

    private static String method(Case one) {
        return one.text("method", one.name());
    }

    private static String message(String method, String params, boolean notification) {
        return "{\"jsonrpc\":\"2.0\"," + (notification ? "" : "\"id\":\"x\",") + "\"method\":\"" + method
                + "\", \"params\":" + params + "}";
    }
}
