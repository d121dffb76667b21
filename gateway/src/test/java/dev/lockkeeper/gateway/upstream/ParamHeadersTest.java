package dev.lockkeeper.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.mcp.ToolDefinition;
import dev.lockkeeper.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ParamHeadersTest {

    @TestFactory
    Stream<DynamicTest> every_schema_of_the_table_gives_its_headers_or_is_refused() {
        return Cases.in("mcp-headers/schemas.json").stream()
                .map(row -> DynamicTest.dynamicTest(Cases.text(row, "name"), () -> check(row)));
    }

    @TestFactory
    Stream<DynamicTest> every_value_of_the_table_is_encoded_as_the_specification_says() {
        return Cases.in("mcp-headers/values.json").stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.text(),
                        () -> assertThat(HeaderValue.encode(Cases.text(row, "value")))
                                .isEqualTo(Cases.text(row, "header"))));
    }

    @Property
    void an_encoded_value_is_plain_and_decodes_to_itself(@ForAll String value) {
        String sound = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String header = HeaderValue.encode(sound);
        assertThat(HeaderValue.plain(header)).isTrue();
        assertThat(decode(header)).isEqualTo(sound);
    }

    private static String decode(String header) {
        return header.startsWith("=?base64?") && header.endsWith("?=")
                ? new String(
                        Base64.getDecoder().decode(header.substring(9, header.length() - 2)), StandardCharsets.UTF_8)
                : header;
    }

    private static void check(JsonObject row) throws UpstreamFailure {
        ToolDefinition tool = Objects.requireNonNull(ToolDefinition.of(
                JsonObject.EMPTY.with("name", "t").with("inputSchema", Objects.requireNonNull(row.object("schema")))));
        if (row.get("invalid") == JsonBoolean.TRUE) {
            refuses(() -> ParamHeaders.of(tool), Reason.SCHEMA_INVALID);
            return;
        }
        ParamHeaders headers = ParamHeaders.of(tool);
        for (Json item : Objects.requireNonNull(row.array("calls")).items()) {
            JsonObject call = (JsonObject) item;
            JsonObject arguments = Objects.requireNonNull(call.object("arguments"));
            JsonObject wanted = call.object("headers");
            if (wanted == null) {
                refuses(() -> headers.of(arguments), Reason.ARGUMENTS_INVALID);
            } else {
                assertThat(headers.of(arguments)).isEqualTo(texts(wanted));
            }
        }
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new TreeMap<>();
        object.members().forEach((name, value) -> texts.put(name, ((JsonString) value).value()));
        return texts;
    }
}
