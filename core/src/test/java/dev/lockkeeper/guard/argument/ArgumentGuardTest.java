package dev.lockkeeper.guard.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Outcome;
import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Guard;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.policy.Policy;
import dev.lockkeeper.policy.Surroundings;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.Checkout;
import dev.lockkeeper.testing.MemoryJournal;
import dev.lockkeeper.yaml.YamlBinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the policy of {@code testdata/argument} says of calls, by the guard of arguments alone. */
class ArgumentGuardTest {

    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());

    private static final byte[] PUBLIC = {93, (byte) 184, (byte) 216, 34};

    private final Policy policy;
    private final Guard guard;
    private final JsonObject schemas;

    ArgumentGuardTest() throws Exception {
        byte[] text = Files.readAllBytes(Checkout.testdata("argument/policy.yaml"));
        policy = Policy.load(
                "policy.yaml", text, new Surroundings(host -> List.of(PUBLIC), server -> false, new byte[32]));
        guard = policy.rulebook(List.of(), List.of()).guards().stream()
                .filter(one -> one.name().equals("arguments"))
                .findFirst()
                .orElseThrow();
        schemas = (JsonObject)
                YamlBinder.toJson("schemas.yaml", Files.readAllBytes(Checkout.testdata("argument/schemas.yaml")));
    }

    @TestFactory
    Stream<DynamicTest> every_call_of_the_table() {
        return CaseTable.read("argument/calls.yaml", Set.of("call", "args", "expect", "message", "facts")).stream()
                .map(one -> dynamicTest(one.name(), () -> check(one)));
    }

    private void check(CaseTable.Case one) {
        String[] place = one.text("call").split("/", -1);
        Verdict verdict = guard.judge(call(place[0], place[1], json(one.text("args"))), CONTEXT);
        String said = switch (verdict) {
            case Verdict.Pass pass -> "pass";
            case Verdict.Noted noted -> "pass";
            case Verdict.Deny deny -> deny.reason().code();
            case Verdict.Grant grant -> "grant";
            case Verdict.Ask ask -> "ask";
        };
        assertThat(said).as("%s", verdict).isEqualTo(one.text("expect"));
        if (one.has("message")) {
            assertThat(((Verdict.Deny) verdict).message()).startsWith(one.text("message"));
        }
        if (one.has("facts")) {
            assertThat(facts(verdict).text()).isEqualTo(one.text("facts"));
        }
    }

    private static JsonObject facts(Verdict verdict) {
        return verdict instanceof Verdict.Noted noted ? noted.facts() : JsonObject.EMPTY;
    }

    private ToolCall call(String server, String tool, JsonObject arguments) {
        JsonObject definition = JsonObject.EMPTY
                .with("name", tool)
                .with("inputSchema", Objects.requireNonNull(schemas.object(tool), tool));
        return new ToolCall(
                server,
                Objects.requireNonNull(ToolDefinition.of(definition)),
                arguments,
                JsonObject.EMPTY.with("name", tool).with("arguments", arguments));
    }

    private static JsonObject json(String text) {
        try {
            Json json = new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
            return (JsonObject) json;
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    private String reason(Action action) {
        return guard.judge(action, CONTEXT) instanceof Verdict.Deny deny
                ? deny.reason().code()
                : "pass";
    }

    @Test
    void arguments_of_prompts_and_completions_are_text_that_need_no_type() {
        for (String server : List.of("strict", "lenient")) {
            JsonObject plain = json("{\"name\":\"p\",\"arguments\":{\"topic\":\"locks\"}}");
            JsonObject hidden = json("{\"name\":\"p\",\"arguments\":{\"topic\":\"lo\\u202ecks\"}}");
            assertThat(reason(new PromptGet(server, "p", plain))).isEqualTo("pass");
            assertThat(reason(new PromptGet(server, "p", hidden))).isEqualTo("text.bidi");
            JsonObject name = json("{\"name\":\"p\",\"arguments\":{\"to\\u202epic\":\"locks\"}}");
            assertThat(reason(new PromptGet(server, "p", name))).isEqualTo("text.bidi");
            assertThat(reason(new PromptGet(server, "p", json("{\"name\":\"p\"}"))))
                    .isEqualTo("pass");
            JsonObject asked = json("{\"argument\":{\"name\":\"topic\",\"value\":\"\\u001b[2J\"}}");
            assertThat(reason(new Completion(server, true, "p", asked))).isEqualTo("text.control");
            assertThat(reason(new Completion(server, true, "p", json("{\"argument\":{\"value\":\"lo\"}}"))))
                    .isEqualTo("pass");
        }
    }

    @Test
    void a_secret_in_an_argument_of_a_prompt_is_found() {
        JsonObject given = json("{\"arguments\":{\"password\":\"hun" + "ter22\"}}");
        assertThat(reason(new PromptGet("strict", "p", given))).isEqualTo("secret.found");
    }

    @Test
    void a_tool_without_any_schema_may_have_strings_anywhere() {
        ToolDefinition bare = Objects.requireNonNull(ToolDefinition.of(JsonObject.EMPTY.with("name", "bare")));
        var call = new ToolCall("strict", bare, JsonObject.EMPTY, JsonObject.EMPTY);
        assertThat(reason(call)).isEqualTo("argument.untyped");
        assertThat(reason(new ToolCall("lenient", bare, JsonObject.EMPTY, JsonObject.EMPTY)))
                .isEqualTo("pass");
        assertThat(reason(new ToolCall("unknown", bare, JsonObject.EMPTY, JsonObject.EMPTY)))
                .isEqualTo("pass");
    }

    @Test
    void the_same_name_with_another_schema_is_another_tool() {
        assertThat(reason(call("strict", "none", JsonObject.EMPTY))).isEqualTo("pass");
        JsonObject changed = JsonObject.EMPTY
                .with("name", "none")
                .with("inputSchema", Objects.requireNonNull(schemas.object("free")));
        assertThat(reason(new ToolCall(
                        "strict",
                        Objects.requireNonNull(ToolDefinition.of(changed)),
                        JsonObject.EMPTY,
                        JsonObject.EMPTY)))
                .isEqualTo("argument.untyped");
    }

    @Test
    void what_was_found_out_is_noted_by_place_and_recorded_with_the_decision() throws Exception {
        ToolCall call = call("strict", "fetch", json("{\"url\":\"https://docs.example.com/a\",\"more\":[]}"));
        assertThat(guard.judge(call, CONTEXT)).isInstanceOfSatisfying(Verdict.Noted.class, noted -> {
            assertThat(noted.facts().members()).containsOnlyKeys("/url");
            assertThat(noted.facts().text()).contains("93.184.216.34").contains("docs.example.com");
        });
        var journal = new MemoryJournal();
        var decider = new Decider(
                policy.rulebook(List.of(), List.of()), journal, System::nanoTime, (decision, reference) -> {});
        var request = Request.of(RequestId.of(1), call.method(), call.params());
        assertThat(decider.decide(call, request, CONTEXT)).isInstanceOf(Outcome.Granted.class);
        assertThat(journal.entries("decision"))
                .singleElement()
                .extracting(entry -> entry.body().text())
                .asString()
                .contains("\"facts\":{\"/url\":{")
                .contains("93.184.216.34");
    }

    @Test
    void what_is_flagged_is_recorded_with_the_decision() throws Exception {
        ToolCall call = call("strict", "flagged", json("{\"a\":\"x\\u202ey\"}"));
        var journal = new MemoryJournal();
        var decider = new Decider(
                policy.rulebook(List.of(), List.of()), journal, System::nanoTime, (decision, reference) -> {});
        var request = Request.of(RequestId.of(1), call.method(), call.params());
        assertThat(decider.decide(call, request, CONTEXT)).isInstanceOf(Outcome.Granted.class);
        assertThat(journal.entries("decision"))
                .singleElement()
                .extracting(entry -> entry.body().text())
                .asString()
                .contains("\"facts\":{\"/a\":{\"hidden\":[{\"kind\":\"bidi\",\"count\":1,\"at\":2}]}}");
    }

    @Test
    void of_very_many_flagged_texts_the_first_are_listed_and_the_others_counted() {
        String texts = "\"\\u202e\",".repeat(500) + "\"\"";
        Verdict verdict = guard.judge(call("strict", "flagged", json("{\"a\":[" + texts + "]}")), CONTEXT);
        assertThat(facts(verdict).members()).hasSize(65).containsKeys("/a/0", "/a/63", "unlisted");
        assertThat(facts(verdict).get("unlisted")).hasToString("436");
    }

    @Test
    void a_refusal_shows_a_name_that_a_model_chose_with_nothing_hidden() {
        Verdict verdict = guard.judge(call("strict", "open", json("{\"a\\u202eb\":1}")), CONTEXT);
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Deny.class, deny -> {
            assertThat(deny.reason().code()).isEqualTo("text.bidi");
            assertThat(deny.message()).startsWith("/a\\u{202e}b: ").doesNotContain("\u202e");
        });
    }

    @Test
    void a_guard_remembers_tools_and_forgets_the_eldest() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                JsonObject definition = JsonObject.EMPTY
                        .with("name", "free-" + i)
                        .with("inputSchema", Objects.requireNonNull(schemas.object("free")));
                var call = new ToolCall(
                        "strict",
                        Objects.requireNonNull(ToolDefinition.of(definition)),
                        JsonObject.EMPTY,
                        JsonObject.EMPTY);
                assertThat(reason(call)).isEqualTo("argument.untyped");
            }
        }
    }
}
