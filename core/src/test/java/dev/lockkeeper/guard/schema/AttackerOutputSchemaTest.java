package dev.lockkeeper.guard.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Caller;
import dev.lockkeeper.guard.Client;
import dev.lockkeeper.guard.Context;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.Selection;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonReader;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Success;
import dev.lockkeeper.mcp.ToolCall;
import dev.lockkeeper.mcp.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttackerOutputSchemaTest {

    @Test
    void content_beside_the_word_input_required_does_not_pass_by_the_output_schema() throws Exception {
        var tool = object("{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"},\"outputSchema\":"
                + "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}}");
        var call =
                new ToolCall("s", Objects.requireNonNull(ToolDefinition.of(tool)), JsonObject.EMPTY, JsonObject.EMPTY);
        var result =
                object("{\"resultType\":\"input_required\",\"content\":[{\"type\":\"text\",\"text\":\"inject\"}]}");
        var context = new Context(
                new Caller("a", "token", Set.of()), Client.UNKNOWN, Instant.EPOCH, Selection.EVERYTHING, Set.of());
        var guard = new OutputSchemaGuard(new SchemaCatalog(SchemaLimits.DEFAULT, 10, System::nanoTime));
        assertThat(guard.judge(call, Success.of(RequestId.of(1), result), context))
                .isInstanceOf(ResultVerdict.Withhold.class);
    }

    private static JsonObject object(String text) throws Exception {
        return (JsonObject) new JsonReader(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
    }
}
