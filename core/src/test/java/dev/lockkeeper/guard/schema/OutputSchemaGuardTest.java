package dev.lockkeeper.guard.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputSchemaGuardTest {

    private static final Context CONTEXT = new Context(
            new Caller("alice", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
    private static final String OUTPUT =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}";

    private final OutputSchemaGuard guard =
            new OutputSchemaGuard(new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":[],\"structuredContent\":{\"n\":1}}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"1\"}],\"structuredContent\":{\"n\":1,\"more\":{}}}",
                "{\"content\":[],\"isError\":true}",
                "{\"resultType\":\"input_required\",\"inputRequests\":{}}",
                "{\"resultType\":\"complete\",\"content\":[],\"structuredContent\":{\"n\":1}}"
            })
    void a_result_that_keeps_the_output_schema_is_released(String result) {
        assertThat(judge(result, OUTPUT)).isEqualTo(ResultVerdict.pass());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":[]}",
                "{\"content\":[],\"isError\":false}",
                "{\"content\":[],\"isError\":\"true\"}",
                "{\"resultType\":\"complete\",\"content\":[]}",
                "{\"resultType\":\"later\",\"content\":[]}",
                "{\"task\":{\"taskId\":\"1\"}}",
                "{\"content\":[],\"structuredContent\":{\"n\":\"s3cret\"}}",
                "{\"content\":[],\"structuredContent\":{}}",
                "{\"content\":[],\"structuredContent\":null}",
                "{\"content\":[],\"isError\":true,\"structuredContent\":{\"n\":\"s3cret\"}}",
                "{\"resultType\":\"input_required\",\"structuredContent\":{\"n\":\"s3cret\"}}",
                "{\"content\":{},\"structuredContent\":{\"n\":1}}",
                "{\"content\":[\"text\"],\"structuredContent\":{\"n\":1}}",
                "{\"content\":[{\"text\":\"x\"}],\"structuredContent\":{\"n\":1}}",
                "{\"content\":[{\"type\":7}],\"structuredContent\":{\"n\":1}}"
            })
    void a_result_that_breaks_the_output_schema_is_withheld(String result) {
        var withheld = (ResultVerdict.Withhold) judge(result, OUTPUT);
        assertThat(withheld.reason()).isEqualTo(Reason.RESULT_SCHEMA);
        assertThat(withheld.message() + withheld.cause()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":[]}", "{\"content\":[],\"structuredContent\":{\"anything\":1}}"})
    void a_tool_without_an_output_schema_may_answer_what_it_likes(String result) {
        assertThat(judge(result, null)).isEqualTo(ResultVerdict.pass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":[]}", "{\"content\":[],\"structuredContent\":{}}"})
    void a_result_of_a_tool_without_a_usable_schema_is_withheld(String result) {
        assertThat(judge(result, "{\"$ref\":\"#\"}")).isInstanceOf(ResultVerdict.Withhold.class);
    }

    private ResultVerdict judge(String result, @org.jspecify.annotations.Nullable String output) {
        var json = JsonObject.EMPTY.with("name", "t").with("inputSchema", Checkout.json("{\"type\":\"object\"}"));
        var definition = requireNonNull(
                ToolDefinition.of(output == null ? json : json.with("outputSchema", Checkout.json(output))));
        var call = new ToolCall("s", definition, JsonObject.EMPTY, JsonObject.EMPTY);
        var response = Success.of(new RequestId(new JsonString("1")), (JsonObject) Checkout.json(result));
        return guard.judge(call, response, CONTEXT);
    }
}
