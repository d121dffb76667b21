package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.decide.Decision;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Answer;
import dev.lockkeeper.mcp.ClientNotice;
import dev.lockkeeper.mcp.Listing;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ResourceRead;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.mcp.UnknownMethod;
import dev.lockkeeper.mcp.UpstreamNotice;
import dev.lockkeeper.mcp.UpstreamRequest;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    private static final Context SOMEONE = new Context(
            Calls.caller("os:someone", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());

    @Test
    void guards_stand_in_a_readable_order() throws Exception {
        var rulebook = PolicyCasesTest.policy().rulebook(List.of(new Named()), List.of());
        assertThat(rulebook.guards().stream().map(guard -> guard.name()))
                .containsExactly(
                        "selection", "resource-uri", "reach", "between", "arguments", "input-responses", "policy");
        assertThat(rulebook.resultGuards().stream().map(guard -> guard.name()))
                .containsExactly(
                        "result-size",
                        "result-hidden-text",
                        "result-blobs",
                        "result-secrets",
                        "result-errors",
                        "result-links",
                        "input-requests",
                        "task-list",
                        "visibility");
    }

    private static final class Named implements dev.lockkeeper.guard.Guard {
        @Override
        public dev.lockkeeper.guard.Verdict judge(Action action, Context context) {
            return dev.lockkeeper.guard.Verdict.pass();
        }

        @Override
        public String name() {
            return "between";
        }
    }

    @Test
    void only_what_the_policy_names_is_read_only() throws Exception {
        Policy policy = PolicyCasesTest.policy();
        assertThat(policy.readOnly(call("files", "read_a"))).isTrue();
        assertThat(policy.readOnly(call("files", "write_file"))).isFalse();
        assertThat(policy.readOnly(call("docs", "read_a"))).isFalse();
        assertThat(policy.readOnly(new ResourceRead("files", "file:///docs/a", JsonObject.EMPTY)))
                .isTrue();
        assertThat(policy.readOnly(new ResourceRead("files", "file:///x", JsonObject.EMPTY)))
                .isFalse();
        assertThat(policy.readOnly(new PromptGet("files", "help", JsonObject.EMPTY)))
                .isTrue();
        assertThat(policy.readOnly(new Listing("files", Listing.Kind.TOOLS, JsonObject.EMPTY)))
                .isTrue();
        assertThat(policy.readOnly(new ClientNotice("files", "notifications/cancelled", JsonObject.EMPTY)))
                .isTrue();
        assertThat(policy.readOnly(new UpstreamRequest("files", "sampling/createMessage", JsonObject.EMPTY)))
                .isFalse();
        assertThat(policy.readOnly(new Answer("files", "sampling/createMessage", JsonObject.EMPTY)))
                .isFalse();
        assertThat(policy.readOnly(call("nowhere", "read_a"))).isFalse();
    }

    @Test
    void only_named_tools_are_open() throws Exception {
        assertThat(PolicyCasesTest.policy().opens(call("files", "read_open"))).isTrue();
        assertThat(PolicyCasesTest.policy().opens(call("files", "read_a"))).isFalse();
        assertThat(PolicyCasesTest.policy().opens(call("docs", "read_open"))).isFalse();
    }

    @Test
    void shadow_mode_lets_refusals_pass_but_never_an_unknown_method() throws Exception {
        Policy policy = PolicyCasesTest.policy();
        var explainer = new Explainer(policy, List.of());
        Decision decision = explainer.decide(call("shadowed", "write"), SOMEONE);
        assertThat(decision.granted()).isFalse();
        assertThat(decision.passes()).isTrue();
        assertThat(decision.reason()).isEqualTo(Reason.POLICY_DEFAULT_DENY);
        assertThat(explainer
                        .decide(new UnknownMethod("shadowed", "x", false, JsonObject.EMPTY), SOMEONE)
                        .passes())
                .isFalse();
        assertThat(explainer.decide(call("files", "delete"), SOMEONE).passes()).isFalse();
    }

    @Test
    void notices_and_answers_follow_the_rules() throws Exception {
        var explainer = new Explainer(PolicyCasesTest.policy(), List.of());
        assertThat(explainer
                        .decide(new UpstreamNotice("docs", "notifications/message", JsonObject.EMPTY), SOMEONE)
                        .granted())
                .isTrue();
        assertThat(explainer
                        .decide(new UpstreamNotice("docs", "notifications/x", JsonObject.EMPTY), SOMEONE)
                        .reason())
                .isEqualTo(Reason.METHOD_UNKNOWN);
        assertThat(explainer
                        .decide(new UpstreamNotice("closed", "notifications/message", JsonObject.EMPTY), SOMEONE)
                        .granted())
                .isFalse();
        assertThat(explainer
                        .decide(new Answer("docs", "elicitation/create", JsonObject.EMPTY), SOMEONE)
                        .granted())
                .isTrue();
        assertThat(explainer
                        .decide(new Answer("docs", "roots/list", JsonObject.EMPTY), SOMEONE)
                        .reason())
                .isEqualTo(Reason.UPSTREAM_REQUEST_DENIED);
        assertThat(explainer
                        .decide(new UpstreamRequest("docs", "ping", JsonObject.EMPTY), SOMEONE)
                        .granted())
                .isTrue();
    }

    @Test
    void a_condition_stops_after_a_bounded_number_of_steps() throws Exception {
        List<Json> ones = Collections.nCopies(200, JsonNumber.of(1));
        var call = new ToolCall(
                "files",
                ToolDefinition.unlisted("scan"),
                JsonObject.EMPTY.with("list", new JsonArray(ones)),
                JsonObject.EMPTY);
        var decision = new Explainer(PolicyCasesTest.policy(), List.of()).decide(call, SOMEONE);
        assertThat(decision.reason()).isEqualTo(Reason.POLICY_CONDITION_FAILED);
    }

    @Test
    void remedies_name_the_rule_and_its_line() throws Exception {
        var explainer = new Explainer(PolicyCasesTest.policy(), List.of());
        assertThat(explainer.remedy(explainer.decide(call("files", "delete"), SOMEONE)))
                .isEqualTo("Add \"delete\" to servers.files.allow (policy.yaml:9).");
        assertThat(explainer.remedy(explainer.decide(call("private", "x"), SOMEONE)))
                .isEqualTo("Add os:someone to the callers of servers.private.allow[0] (policy.yaml:71).");
        assertThat(explainer.remedy(explainer.decide(call("files", "read_secret"), SOMEONE)))
                .contains("servers.files.deny[0] (policy.yaml:39)");
        assertThat(explainer.remedy(explainer.decide(
                        call("files", "tainted"),
                        new Context(
                                SOMEONE.caller(),
                                Client.UNKNOWN,
                                Instant.EPOCH,
                                Selection.EVERYTHING,
                                Set.of("untrusted")))))
                .startsWith("The condition of servers.files.allow[6]");
        assertThat(explainer.remedy(explainer.decide(call("nowhere", "x"), SOMEONE)))
                .contains("closed, docs, files");
    }

    @Test
    void rules_that_cannot_decide_are_warned_of() throws Exception {
        Policy policy = load("""
                version: 1
                groups: {unused: [a]}
                servers:
                  a:
                    allow:
                      - read_*
                      - read_file
                      - {tools: [write], callers: bob}
                      - {tools: [write]}
                      - {tools: [gone, "gone_*"]}
                      - {resources: "file:///a/*"}
                      - {resources: "file:///b/**"}
                    deny:
                      - gone*
                      - {resources: "file:///**"}
                      - {tools: [maybe], where: "true"}
                  b: {}
                allow:
                  - {servers: c, tools: x}
                """);
        assertThat(policy.warnings().stream()
                        .map(warning ->
                                warning.where().name() + " " + warning.where().line()))
                .containsExactly(
                        "groups.unused 2",
                        "servers.a.allow[1] 7",
                        "servers.a.allow[4] 10",
                        "servers.a.allow[5] 11",
                        "servers.a.allow[6] 12",
                        "servers.b 17",
                        "allow[0] 19");
    }

    @Test
    void a_condition_on_labels_is_warned_of() throws Exception {
        Policy policy = load("""
                version: 1
                servers:
                  a:
                    allow:
                      - {tools: one, where: '!("untrusted" in labels)'}
                      - {tools: two, where: 'args.labels == 1'}
                """);
        assertThat(policy.warnings().stream().map(Warning::toString))
                .singleElement()
                .asString()
                .contains("servers.a.allow[0] reads labels, which are always empty");
    }

    @Test
    void the_version_is_the_digest_of_the_text() throws Exception {
        assertThat(load("version: 1\n").version())
                .isEqualTo(Policy.digest("version: 1\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(load("version: 1\n").version())
                .isNotEqualTo(load("version: 1 \n").version());
    }

    private static Policy load(String text) throws Exception {
        return Policy.load("p.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    static ToolCall call(String server, String tool) {
        return new ToolCall(server, ToolDefinition.unlisted(tool), JsonObject.EMPTY, JsonObject.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATH_OUTSIDE_ROOT | servers.a.guards.path, or root,",
                "URL_HOST | servers.a.guards.url allows (p.yaml:4)",
                "HOST_NOT_ALLOWED | servers.a.guards.host",
                "EMAIL_DOMAIN | servers.a.guards.email",
                "SQL_TABLE | servers.a.guards.sql allows (p.yaml:4)",
                "SHELL_COMMAND | servers.a.guards.shell",
                "TEXT_LENGTH | servers.a.guards.text",
                "IDENTIFIER_FORM | servers.a.guards.identifier",
                "REGEX_LENGTH | servers.a.guards.regex",
                "SECRET_FOUND | servers.a.guards.secrets",
                "PERSONAL_FOUND | servers.a.guards.secrets",
                "ARGUMENT_UNTYPED | Say under servers.a.arguments what the argument is (p.yaml:4)",
                "ARGUMENT_TYPE | the type that servers.a.arguments or the profile (p.yaml:4)",
                "NESTED_TOO_DEEP | no key of servers.a (p.yaml:4) changes how deep it looks"
            })
    void what_the_guard_of_arguments_refused_is_changed_at_a_key(Reason reason, String words) throws Exception {
        var explainer = new Explainer(load("""
                version: 1
                servers:
                  a:
                    allow: [x]
                """), List.of());
        assertThat(explainer.remedy("a", reason).orElseThrow()).contains(words);
        assertThat(explainer.remedy("a", Reason.TOOL_UNKNOWN)).isEmpty();
    }
}
