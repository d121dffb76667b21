package dev.lockkeeper.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.RuleRef;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.CanonicalJson;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Failure;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.MemoryJournal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is recorded, member by member. */
class RecordTest {

    private static final RuleRef RULE = new RuleRef("servers.files.allow[0]", "lockkeeper.yaml", 7);
    private static final RuleRef DENY = new RuleRef("servers.files.deny[1]", "lockkeeper.yaml", 9);
    private static final Guard SILENT = named("schema", Verdict.pass());
    private static final Guard GRANTING = named("policy", new Verdict.Grant(RULE));
    private static final JsonObject ARGUMENTS = JsonObject.EMPTY.with("path", "/tmp/a");
    private static final JsonObject PARAMS =
            JsonObject.EMPTY.with("name", "read").with("arguments", ARGUMENTS);
    private static final ToolDefinition TOOL =
            Objects.requireNonNull(ToolDefinition.of(JsonObject.EMPTY.with("name", "read")));
    private static final ToolCall CALL = new ToolCall("files", TOOL, ARGUMENTS, PARAMS);
    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of("devs")),
            new Client("editor", "1.2"),
            Instant.EPOCH,
            Selection.EVERYTHING,
            Set.of("web", "mail"));
    private static final Response ANSWER = Success.of(RequestId.of(1), JsonObject.EMPTY.with("pin", "1234"));
    private static final ResultGuard WITHHOLD =
            (action, response, context) -> new ResultVerdict.Withhold(Reason.RESULT_SCHEMA, "No.", "not as declared");
    private static final ResultGuard REPLACE = (action, response, context) ->
            new ResultVerdict.Replace(JsonObject.EMPTY.with("x", "y"), Reason.LIST_FILTERED, "1 left out");

    private final MemoryJournal journal = new MemoryJournal();

    private static Guard named(String name, Verdict verdict) {
        return new Guard() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Verdict judge(dev.lockkeeper.mcp.Action action, Context context) {
                return verdict;
            }
        };
    }

    private Decider decider(boolean shadow, List<Guard> guards, ResultGuard... results) {
        var time = new AtomicLong();
        var rules = new Rulebook("policy-1", guards, List.of(results), action -> false, action -> shadow);
        return new Decider(rules, journal, () -> time.getAndAdd(42_000), (decision, reference) -> {});
    }

    private static Outcome decide(Decider decider) {
        return decider.decide(CALL, Request.of(RequestId.of(1), "tools/call", PARAMS), CONTEXT);
    }

    private static JsonObject decision(String opinions) {
        return new JsonObject(new java.util.LinkedHashMap<>())
                .with("caller", "token:alice")
                .with("client", JsonObject.EMPTY.with("name", "editor").with("version", "1.2"))
                .with("server", "files")
                .with("method", "tools/call")
                .with("target", "read")
                .with("params", PARAMS)
                .with("digest", CanonicalJson.digest(PARAMS))
                .with("definition", TOOL.digest())
                .with("labels", JsonArray.ofStrings(List.of("mail", "web")))
                .with("readOnly", dev.lockkeeper.json.JsonBoolean.FALSE)
                .with("policy", "policy-1")
                .with("micros", JsonNumber.of(42))
                .with("opinions", json(opinions));
    }

    private static dev.lockkeeper.json.Json json(String text) {
        try {
            return new dev.lockkeeper.json.JsonReader(dev.lockkeeper.json.JsonLimits.DEFAULT)
                    .read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (dev.lockkeeper.json.JsonRefused e) {
            throw new AssertionError(e);
        }
    }

    private void assertRecorded(String type, JsonObject expected) {
        assertThat(journal.entries(type))
                .singleElement()
                .satisfies(entry -> assertThat(
                                new String(CanonicalJson.bytes(entry.body()), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo(new String(CanonicalJson.bytes(expected), java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void a_granted_decision_is_recorded_whole() {
        decide(decider(false, List.of(SILENT, GRANTING)));
        assertRecorded(
                "decision",
                decision("""
                        [{"guard":"schema","verdict":"pass"},
                         {"guard":"policy","verdict":"grant","rule":"servers.files.allow[0] (lockkeeper.yaml:7)"}]""")
                        .with("outcome", "granted")
                        .with("reason", "policy.allowed")
                        .with("rule", "servers.files.allow[0] (lockkeeper.yaml:7)"));
    }

    @Test
    void a_refused_decision_is_recorded_whole_with_the_cause_the_caller_is_not_told() {
        var deny = new Verdict.Deny(Reason.POLICY_DENIED, "No.", "because", DENY);
        decide(decider(false, List.of(GRANTING, named("second", deny))));
        assertRecorded(
                "decision",
                decision("""
                        [{"guard":"policy","verdict":"grant","rule":"servers.files.allow[0] (lockkeeper.yaml:7)"},
                         {"guard":"second","verdict":"deny","reason":"policy.denied","cause":"because",
                          "rule":"servers.files.deny[1] (lockkeeper.yaml:9)"}]""")
                        .with("outcome", "refused")
                        .with("reason", "policy.denied")
                        .with("message", "No.")
                        .with("rule", "servers.files.deny[1] (lockkeeper.yaml:9)"));
    }

    private ReleaseOutcome release(boolean shadow, Response response, ResultGuard... guards) {
        Decider decider = decider(shadow, List.of(GRANTING), guards);
        return decider.release(((Outcome.Granted) decide(decider)).permit(), response);
    }

    private static JsonObject result(String outcome, String reason) {
        return JsonObject.EMPTY
                .with("outcome", outcome)
                .with("decision", "memory/1")
                .with("caller", "token:alice")
                .with("server", "files")
                .with("method", "tools/call")
                .with("target", "read")
                .with("bytes", JsonNumber.of(ANSWER.wire().length()))
                .with("digest", CanonicalJson.digest(((Success) ANSWER).result()))
                .with("reason", reason);
    }

    @Test
    void a_released_answer_is_recorded_by_size_and_digest() {
        release(false, ANSWER);
        assertRecorded("result", result("released", "result.released"));
    }

    @Test
    void a_changed_answer_is_recorded_as_the_server_sent_it_and_why_it_was_changed() {
        release(false, ANSWER, REPLACE);
        assertRecorded("result", result("changed", Reason.LIST_FILTERED.code()).with("cause", "1 left out"));
    }

    @Test
    void a_withheld_answer_is_recorded_with_the_cause() {
        assertThat(release(false, ANSWER, WITHHOLD, REPLACE)).isInstanceOf(ReleaseOutcome.Withheld.class);
        assertRecorded("result", result("withheld", Reason.RESULT_SCHEMA.code()).with("cause", "not as declared"));
    }

    @Test
    void an_error_is_recorded_as_it_is() {
        JsonObject error = JsonObject.EMPTY.with("code", JsonNumber.of(-32000)).with("message", "no file");
        Response failure = Failure.of(RequestId.of(1), error);
        release(false, failure);
        assertRecorded(
                "result",
                result("released", "result.released")
                        .without("digest")
                        .with("bytes", JsonNumber.of(failure.wire().length()))
                        .with("error", error));
    }

    @Test
    void in_shadow_what_would_be_withheld_passes_and_the_record_says_why_it_would_be() {
        assertThat(release(true, ANSWER, WITHHOLD))
                .isInstanceOfSatisfying(
                        ReleaseOutcome.Released.class,
                        released -> assertThat(released.release().message()).isSameAs(ANSWER));
        assertRecorded("result", result("released", Reason.RESULT_SCHEMA.code()).with("cause", "not as declared"));
    }

    @Test
    void a_later_change_does_not_hide_what_shadow_let_pass() {
        assertThat(release(true, ANSWER, WITHHOLD, REPLACE)).isInstanceOf(ReleaseOutcome.Released.class);
        assertRecorded("result", result("changed", Reason.RESULT_SCHEMA.code()).with("cause", "not as declared"));
    }
}
