package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools that ask for so many headers that reading them all would hold up everybody. */
class ParamHeadersBoundTest {

    @Test
    void a_tool_may_ask_for_as_many_headers_as_the_bound_says() throws Exception {
        JsonObject arguments = JsonObject.EMPTY.with("p0", "a").with("p63", "b");
        assertThat(ParamHeaders.of(asking(64)).of(arguments))
                .containsOnlyKeys("Mcp-Param-H0", "Mcp-Param-H63")
                .containsEntry("Mcp-Param-H63", "b");
    }

    @ParameterizedTest
    @CsvSource(textBlock = "65\n10000")
    void a_tool_that_asks_for_more_cannot_be_called(int headers) {
        assertThatThrownBy(() -> ParamHeaders.of(asking(headers)))
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.SCHEMA_INVALID));
    }

    private static ToolDefinition asking(int headers) {
        var properties = JsonObject.builder();
        for (int i = 0; i < headers; i++) {
            properties.put("p" + i, JsonObject.EMPTY.with("type", "string").with("x-mcp-header", "H" + i));
        }
        JsonObject schema = JsonObject.EMPTY.with("type", "object").with("properties", properties.build());
        return Objects.requireNonNull(
                ToolDefinition.of(JsonObject.EMPTY.with("name", "t").with("inputSchema", schema)));
    }
}
