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
            named(new ResultVerdict.Withhold(Reason.RESULT_SCHEMA, "No.", "not as declared"));
    private static final ResultGuard REPLACE =
            named(new ResultVerdict.Replace(JsonObject.EMPTY.with("x", "y"), Reason.LIST_FILTERED, "1 left out"));
    private static final String WITHHELD = """
            {"guard":"guard","verdict":"withhold","reason":"result.schema","cause":"not as declared"}""";
    private static final String REPLACED = """
            {"guard":"guard","verdict":"replace","reason":"list.filtered","cause":"1 left out"}""";

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
        assertRecorded(
                "result",
                result("changed", Reason.LIST_FILTERED.code())
                        .with("cause", "1 left out")
                        .with("opinions", json("[" + REPLACED + "]"))
                        .with("original", JsonObject.EMPTY.with("/pin", "1234")));
    }

    @Test
    void a_withheld_answer_is_recorded_with_the_cause() {
        assertThat(release(false, ANSWER, WITHHOLD, REPLACE)).isInstanceOf(ReleaseOutcome.Withheld.class);
        assertRecorded(
                "result",
                result("withheld", Reason.RESULT_SCHEMA.code())
                        .with("cause", "not as declared")
                        .with("opinions", json("[" + WITHHELD + "]")));
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
        assertRecorded(
                "result",
                result("released", Reason.RESULT_SCHEMA.code())
                        .with("cause", "not as declared")
                        .with("opinions", json("[" + WITHHELD + "]")));
    }

    @Test
    void a_later_change_does_not_hide_what_shadow_let_pass() {
        assertThat(release(true, ANSWER, WITHHOLD, REPLACE)).isInstanceOf(ReleaseOutcome.Released.class);
        assertRecorded(
                "result",
                result("changed", Reason.RESULT_SCHEMA.code())
                        .with("cause", "not as declared")
                        .with("opinions", json("[" + WITHHELD + "," + REPLACED + "]"))
                        .with("original", JsonObject.EMPTY.with("/pin", "1234")));
    }

    @Test
    void every_change_of_one_answer_is_recorded_with_its_reason_and_what_stood_there() {
        JsonObject result = (JsonObject) json("""
                {"content":[{"type":"text","text":"see /home/bob/x"},{"type":"text","text":"fine"}],"left":1,"a/b~":"q"}""");
        ResultGuard first = changing(Reason.RESULT_SCHEMA, "content", "/home", """
                [{"type":"text","text":"see [path]"},{"type":"text","text":"fine"}]""");
        ResultGuard second = changing(Reason.RESULT_UNEXPECTED, "a/b~", "q", "\"r\"");
        release(false, Success.of(RequestId.of(1), result), first, second);
        assertThat(journal.entries("result")).singleElement().satisfies(entry -> {
            assertThat(entry.body().get("opinions")).isEqualTo(json("""
                            [{"guard":"guard","verdict":"replace","reason":"result.schema","cause":"/home"},
                             {"guard":"guard","verdict":"replace","reason":"result.unexpected","cause":"q"}]"""));
            assertThat(entry.body().get("original"))
                    .isEqualTo(json("{\"/content/0/text\":\"see /home/bob/x\",\"/a~1b~0\":\"q\"}"));
            assertThat(entry.body().string("digest")).isEqualTo(CanonicalJson.digest(result));
        });
    }

    @Test
    void no_more_of_an_original_is_recorded_than_a_record_holds_and_no_half_of_a_word() {
        String text = "word ".repeat(10_000);
        release(false, Success.of(RequestId.of(1), JsonObject.EMPTY.with("text", text)), REPLACE);
        assertThat(journal.entries("result")).singleElement().satisfies(entry -> {
            String kept = Objects.requireNonNull(
                    Objects.requireNonNull(entry.body().object("original")).string("/text"));
            assertThat(kept).hasSizeBetween(15_000, Originals.MOST_CHARS).endsWith("word");
            assertThat(text).startsWith(kept);
            assertThat(entry.body().get("originalCut")).isEqualTo(dev.lockkeeper.json.JsonBoolean.TRUE);
        });
    }

    @Test
    void an_error_that_is_changed_is_recorded_as_it_came_and_a_long_one_by_its_beginning_and_digest() {
        JsonObject clean = JsonObject.EMPTY.with("code", JsonNumber.of(-32000)).with("message", "no file");
        ResultGuard cleaner = named(new ResultVerdict.ReplaceError(clean, Reason.RESULT_SCHEMA, "cleaned"));
        JsonObject error = clean.with("message", "no file ".repeat(5_000));
        assertThat(release(false, Failure.of(RequestId.of(1), error), cleaner))
                .isInstanceOfSatisfying(
                        ReleaseOutcome.Released.class,
                        released -> assertThat(((Failure) released.release().message()).error())
                                .isEqualTo(clean));
        assertThat(journal.entries("result")).singleElement().satisfies(entry -> {
            assertThat(entry.body().string("outcome")).isEqualTo("changed");
            assertThat(entry.body().string("reason")).isEqualTo("result.schema");
            assertThat(entry.body().string("digest")).isEqualTo(CanonicalJson.digest(error));
            JsonObject recorded = Objects.requireNonNull(entry.body().object("error"));
            assertThat(recorded.get("code")).isEqualTo(JsonNumber.of(-32000));
            assertThat(recorded.string("message")).hasSizeBetween(15_000, Originals.MOST_CHARS);
        });
    }

    @Test
    void a_guard_that_makes_an_error_of_a_result_has_failed() {
        ResultGuard confused = named(new ResultVerdict.ReplaceError(JsonObject.EMPTY, Reason.RESULT_SCHEMA, ""));
        assertThat(release(false, ANSWER, confused))
                .isInstanceOfSatisfying(
                        ReleaseOutcome.Withheld.class,
                        withheld -> assertThat(withheld.refusal().reason()).isEqualTo(Reason.GUARD_FAILED));
    }

    @Test
    void the_error_and_the_result_inside_of_a_task_are_changed_like_those_of_its_call() {
        JsonObject description = (JsonObject) json("""
                {"taskId":"t","status":"failed","error":{"code":-32000,"message":"bad"},"result":{"text":"bad"}}""");
        ResultGuard cleaner = named((action, response, context) -> switch (response) {
            case Failure failure ->
                new ResultVerdict.ReplaceError(failure.error().with("message", "good"), Reason.RESULT_SCHEMA, "e");
            case Success success
            when success.result().get("text") != null ->
                new ResultVerdict.Replace(success.result().with("text", "good"), Reason.RESULT_INVALID, "r");
            case Success success -> ResultVerdict.pass();
        });
        Decider decider = decider(false, List.of(GRANTING), cleaner);
        var use = new dev.lockkeeper.mcp.TaskUse(
                new dev.lockkeeper.mcp.Task("t", CALL, "memory/0"), "tasks/get", JsonObject.EMPTY.with("taskId", "t"));
        Outcome outcome = decider.decide(use, Request.of(RequestId.of(1), "tasks/get", use.params()), CONTEXT);
        var released = (ReleaseOutcome.Released)
                decider.release(((Outcome.Granted) outcome).permit(), Success.of(RequestId.of(1), description));
        assertThat(((Success) released.release().message()).result().text())
                .doesNotContain("bad")
                .contains("-32000");
        assertThat(Objects.requireNonNull(
                                journal.entries("result").getFirst().body().array("opinions"))
                        .items())
                .hasSize(2);
    }

    @Test
    void what_is_only_noticed_is_recorded_and_changes_nothing() {
        ResultGuard noticing = named(new ResultVerdict.Flag(Reason.RESULT_HIDDEN_TEXT, "some"));
        Decider decider = decider(false, List.of(GRANTING), noticing);
        Outcome outcome = decider.decide(CALL, Request.of(RequestId.of(1), "tools/call", PARAMS), CONTEXT);
        var released = (ReleaseOutcome.Released) decider.release(((Outcome.Granted) outcome).permit(), ANSWER);
        assertThat(released.release().message()).isSameAs(ANSWER);
        JsonObject record = journal.entries("result").getFirst().body();
        assertThat(record.string("outcome")).isEqualTo("released");
        assertThat(record.string("reason")).isEqualTo("result.hidden-text");
        assertThat(Objects.requireNonNull(record.array("opinions")).items()).hasSize(1);
    }

    private static ResultGuard changing(Reason reason, String member, String note, String value) {
        return named((action, response, context) ->
                new ResultVerdict.Replace(((Success) response).result().with(member, json(value)), reason, note));
    }

    private static ResultGuard named(ResultVerdict verdict) {
        return named((action, response, context) -> verdict);
    }

    private static ResultGuard named(ResultGuard guard) {
        return new ResultGuard() {
            @Override
            public String name() {
                return "guard";
            }

            @Override
            public ResultVerdict judge(dev.lockkeeper.mcp.Action action, Response response, Context context) {
                return guard.judge(action, response, context);
            }
        };
    }
}
