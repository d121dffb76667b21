package dev.lockkeeper.guard.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.guard.Verdict;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Action;
import dev.lockkeeper.mcp.Completion;
import dev.lockkeeper.mcp.Housekeeping;
import dev.lockkeeper.mcp.PromptGet;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaGuardTest {

    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
    private static final ValueBounds SMALL = new ValueBounds(10, 3, 2, -1000, 1000);

    private final SchemaCatalog catalog = new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime);
    private final SchemaGuard guard =
            new SchemaGuard(catalog, SMALL, call -> call.tool().equals("open"));

    @Test
    void a_valid_call_passes_without_being_granted() {
        assertThat(judge(call("read", "{\"properties\":{\"path\":{\"type\":\"string\"}}}", "{\"path\":\"a\"}")))
                .isEqualTo(Verdict.pass());
    }

    @Test
    void a_tool_that_is_not_listed_is_unknown() {
        var call = new ToolCall("s", ToolDefinition.unlisted("read"), JsonObject.EMPTY, JsonObject.EMPTY);
        assertThat(deny(call).reason()).isEqualTo(Reason.TOOL_UNKNOWN);
    }

    @Test
    void arguments_are_refused_with_the_reason_and_the_member() {
        var deny = deny(call("read", "{\"properties\":{\"path\":{\"type\":\"string\"}}}", "{\"path\":1}"));
        assertThat(deny.reason()).isEqualTo(Reason.ARGUMENTS_INVALID);
        assertThat(deny.message()).isEqualTo("/path: must be a string, is a number.");
    }

    @Test
    void an_undeclared_member_passes_only_where_the_policy_opens_the_tool() {
        assertThat(deny(call("read", "{}", "{\"x\":1}")).reason()).isEqualTo(Reason.ARGUMENTS_UNDECLARED);
        assertThat(judge(call("open", "{}", "{\"x\":1}"))).isEqualTo(Verdict.pass());
    }

    @Test
    void default_bounds_hold_in_open_tools_too() {
        assertThat(deny(call("open", "{}", "{\"x\":{\"y\":[1001]}}")).reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
    }

    @Test
    void a_tool_without_an_input_schema_cannot_be_called() {
        var definition = definition("{\"name\":\"read\"}");
        var deny = deny(new ToolCall("s", definition, JsonObject.EMPTY, JsonObject.EMPTY));
        assertThat(deny.reason()).isEqualTo(Reason.SCHEMA_INVALID);
        assertThat(deny.message())
                .isEqualTo("The tool cannot be called because of its input schema: it is missing or not an object.");
    }

    @Test
    void an_output_schema_that_does_not_compile_makes_the_tool_uncallable() {
        var definition = definition("{\"name\":\"read\",\"inputSchema\":{\"type\":\"object\"},"
                + "\"outputSchema\":{\"type\":\"object\",\"$ref\":\"#\"}}");
        var deny = deny(new ToolCall("s", definition, JsonObject.EMPTY, JsonObject.EMPTY));
        assertThat(deny.reason()).isEqualTo(Reason.SCHEMA_RECURSION);
        assertThat(deny.message())
                .startsWith("The tool cannot be called because of its output schema: it applies itself");
    }

    @Test
    void an_output_schema_that_is_no_object_makes_the_tool_uncallable() {
        var definition = definition("{\"name\":\"read\",\"inputSchema\":{\"type\":\"object\"},\"outputSchema\":true}");
        var deny = deny(new ToolCall("s", definition, JsonObject.EMPTY, JsonObject.EMPTY));
        assertThat(deny.reason()).isEqualTo(Reason.SCHEMA_INVALID);
    }

    @Test
    void a_number_of_too_many_digits_is_out_of_bounds() {
        var deny = deny(call("read", "{\"properties\":{\"n\":{\"multipleOf\":0.01}}}", "{\"n\":1e9000}"));
        assertThat(deny.reason()).isEqualTo(Reason.ARGUMENTS_BOUND);
        assertThat(deny.message()).isEqualTo("/: holds a number with more digits than allowed.");
    }

    @Test
    void prompt_arguments_are_strings_within_bounds() {
        assertThat(judge(prompt("{}"))).isEqualTo(Verdict.pass());
        assertThat(judge(prompt("{\"arguments\":{\"a\":\"x\"}}"))).isEqualTo(Verdict.pass());
        assertThat(deny(prompt("{\"arguments\":[]}")).reason()).isEqualTo(Reason.ARGUMENTS_INVALID);
        assertThat(deny(prompt("{\"arguments\":{\"a\":1}}")).message()).isEqualTo("/arguments/a: must be a string.");
        assertThat(deny(prompt("{\"arguments\":{\"a\":\"12345678901\"}}")).reason())
                .isEqualTo(Reason.ARGUMENTS_BOUND);
        assertThat(deny(prompt("{\"arguments\":{\"a\":\"\",\"b\":\"\",\"c\":\"\"}}"))
                        .reason())
                .isEqualTo(Reason.ARGUMENTS_BOUND);
    }

    @Test
    void completion_arguments_are_strings_within_bounds() {
        assertThat(judge(completion("{\"argument\":{\"name\":\"a\",\"value\":\"x\"}}")))
                .isEqualTo(Verdict.pass());
        assertThat(deny(completion("{}")).reason()).isEqualTo(Reason.ARGUMENTS_INVALID);
        assertThat(deny(completion("{\"argument\":{\"name\":\"a\",\"value\":\"12345678901\"}}"))
                        .reason())
                .isEqualTo(Reason.ARGUMENTS_BOUND);
        assertThat(deny(completion("{\"argument\":{\"name\":\"a\",\"value\":\"\"},"
                                + "\"context\":{\"arguments\":{\"b\":{}}}}"))
                        .message())
                .isEqualTo("/context/arguments/b: must be a string.");
    }

    @Test
    void what_has_no_schema_passes() {
        assertThat(judge(new Housekeeping("s", "ping", JsonObject.EMPTY))).isEqualTo(Verdict.pass());
    }

    private Verdict judge(Action action) {
        return guard.judge(action, CONTEXT);
    }

    private Verdict.Deny deny(Action action) {
        return (Verdict.Deny) judge(action);
    }

    private static ToolCall call(String tool, String schema, String arguments) {
        var input = ((JsonObject) Checkout.json(schema)).with("type", "object");
        var definition = requireNonNull(
                ToolDefinition.of(JsonObject.EMPTY.with("name", tool).with("inputSchema", input)));
        return new ToolCall("s", definition, (JsonObject) Checkout.json(arguments), JsonObject.EMPTY);
    }

    private static ToolDefinition definition(String json) {
        return requireNonNull(ToolDefinition.of((JsonObject) Checkout.json(json)));
    }

    private static PromptGet prompt(String params) {
        return new PromptGet("s", "p", (JsonObject) Checkout.json(params));
    }

    private static Completion completion(String params) {
        return new Completion("s", true, "p", (JsonObject) Checkout.json(params));
    }
}
