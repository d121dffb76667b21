package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a message on its way from one era to the other, and what stays byte by byte. */
class EraFormTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"uri\":\"a:b\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},"
                        + "\"io.modelcontextprotocol/clientInfo\":{},\"io.modelcontextprotocol/logLevel\":\"info\"}} | {\"uri\":\"a:b\"}",
                "{\"_meta\":{\"progressToken\":\"mine\",\"traceparent\":\"00\",\"com.example/x\":1.0}} | {\"_meta\":{\"progressToken\":9,\"traceparent\":\"00\",\"com.example/x\":1.0}}",
                "{\"a\":1e2,\"inputResponses\":{},\"requestState\":\"s\",\"task\":{\"ttl\":1}} | {\"a\":1e2}"
            })
    void a_modern_request_loses_what_only_its_era_knows(String params, String expected) {
        Request request = Request.of(RequestId.of(1), "resources/read", Peer.json(params));
        assertThat(LegacyForm.request(request, JsonNumber.of(9)).params().text())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tools/call | \"result\": { \"content\":[], \"n\": 1.0e1 } | \"result\": { \"content\":[], \"n\": 1.0e1,\"resultType\":\"complete\" }",
                "tools/list | \"result\":{\"tools\":[]} | \"result\":{\"tools\":[],\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"}",
                "resources/read | \"result\":{\"ttlMs\":9,\"cacheScope\":\"public\",\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":{}}"
                        + " | \"result\":{\"ttlMs\":0,\"cacheScope\":\"private\",\"resultType\":\"complete\"}",
                "tools/list | \"result\":{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\",\"execution\":{\"taskSupport\":\"required\"}}]}"
                        + " | \"result\":{\"tools\":[{\"name\":\"a\"}],\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"}",
                "resources/read | \"error\": {\"code\": -32002, \"message\":\"gone\", \"data\":{\"uri\":\"a:b\"}} | \"error\": {\"code\": -32602, \"message\":\"gone\", \"data\":{\"uri\":\"a:b\"}}",
                "tools/call | \"error\": {\"code\":-32000,  \"message\":\"x\"} | \"error\": {\"code\":-32000,  \"message\":\"x\"}",
                "tools/call | \"error\":{\"code\":-32042,\"message\":\"x\",\"data\":{\"elicitations\":[]}} | \"error\":{\"code\":-32021,"
                        + "\"message\":\"The server sends a person to a web page, which this client cannot.\",\"data\":{\"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}}}"
            })
    void a_legacy_answer_becomes_a_modern_one_and_keeps_every_other_byte(String method, String given, String expected)
            throws Exception {
        Request asked = Request.of(RequestId.of(77), method, JsonObject.EMPTY);
        Response response = LegacyForm.response(asked, response(given));
        assertThat(response.wire().toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":77," + expected + "}");
        assertThat(READER.read(response.wire().bytes()))
                .usingRecursiveComparison()
                .isEqualTo(response);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resources/read | \"error\":{\"code\":-32602, \"message\":\"gone\"} | \"error\":{\"code\":-32002, \"message\":\"gone\"}",
                "tools/call | \"error\":{\"code\":-32602, \"message\":\"x\"} | \"error\":{\"code\":-32602, \"message\":\"x\"}",
                "tools/call | \"result\":{\"resultType\":\"complete\", \"content\":[]} | \"result\":{\"resultType\":\"complete\", \"content\":[]}"
            })
    void a_modern_answer_becomes_a_legacy_one(String method, String given, String expected) throws Exception {
        Request asked = Request.of(RequestId.of(5), method, JsonObject.EMPTY);
        assertThat(ModernForm.response(asked, response(given)).wire().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":5," + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"uri\":\"a:b\"} | {\"uri\":\"a:b\",\"_meta\":{\"own\":1}}",
                "{\"_meta\":{\"progressToken\":1,\"x\":1.50}} | {\"_meta\":{\"progressToken\":1,\"x\":1.50,\"own\":1}}",
                "{\"name\":\"t\",\"inputResponses\":{\"a\":{}},\"requestState\":\"forged\",\"task\":{}} | {\"name\":\"t\",\"_meta\":{\"own\":1}}"
            })
    void a_legacy_request_says_what_its_client_said_at_first_and_nothing_that_only_the_other_era_knows(
            String params, String expected) {
        Request request = Request.of(RequestId.of(1), "tools/call", Peer.json(params));
        assertThat(ModernForm.request(request, Peer.json("{\"own\":1}"))
                        .params()
                        .text())
                .isEqualTo(expected);
    }

    private static Response response(String member) throws Exception {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":5," + member + "}";
        Message message = READER.read(text.getBytes(StandardCharsets.UTF_8));
        return (Response) message;
    }
}
