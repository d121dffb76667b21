package dev.lockkeeper.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.RequestId;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EraFormTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);

    @TestFactory
    Stream<DynamicTest> every_case_of_the_table() {
        return CaseTable.tests(
                "bridge/forms.yaml",
                Set.of("to", "method", "params", "answer", "becomes"),
                one -> assertThat(becomes(one)).isEqualTo(one.text("becomes")));
    }

    private static String becomes(Case one) {
        boolean modern = one.text("to").equals("modern");
        Request asked = Request.of(RequestId.of(77), one.text("method"), Peer.json(one.text("params", "{}")));
        if (!one.has("answer")) {
            Request request = modern
                    ? ModernForm.request(asked, Peer.json("{\"own\":1}"))
                    : LegacyForm.request(asked, JsonNumber.of(9));
            assertThat(message(request.wire().bytes()).toString()).isEqualTo(request.toString());
            return request.params().text();
        }
        Response answer = (Response) message(
                ("{\"jsonrpc\":\"2.0\",\"id\":77," + one.text("answer") + "}").getBytes(StandardCharsets.UTF_8));
        Response response = modern ? LegacyForm.response(asked, answer) : ModernForm.response(asked, answer);
        // The tree says what the bytes say.
        assertThat(message(response.wire().bytes()).toString()).isEqualTo(response.toString());
        String text = response.wire().toString();
        assertThat(text).startsWith("{\"jsonrpc\":\"2.0\",\"id\":77,");
        return text.substring("{\"jsonrpc\":\"2.0\",\"id\":77,".length(), text.length() - 1);
    }

    private static Message message(byte[] text) {
        try {
            return READER.read(text);
        } catch (JsonRefused e) {
            throw new AssertionError(e);
        }
    }
}
