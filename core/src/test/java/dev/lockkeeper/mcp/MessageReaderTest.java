package dev.lockkeeper.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MessageReaderTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);

    @TestFactory
    Stream<DynamicTest> every_case_of_the_table() {
        return CaseTable.tests("message/reader.yaml", Set.of("text", "is", "refused", "id"), MessageReaderTest::check);
    }

    private static void check(Case one) {
        byte[] text = one.text("text").getBytes(UTF_8);
        String kind;
        String id;
        try {
            Message message = READER.read(text);
            kind = kind(message);
            id = id(message);
            assertThat(message.wire().bytes())
                    .as("the bytes go on as they came")
                    .isEqualTo(text);
        } catch (JsonRefused e) {
            kind = e.reason().code();
            RequestId found = READER.idOf(text);
            id = found == null ? "none" : found.toString();
        }
        assertThat(kind).as(one.name()).isEqualTo(one.has("is") ? one.text("is") : one.text("refused"));
        assertThat(id).as(one.name()).isEqualTo(one.text("id", "none"));
    }

    private static String kind(Message message) {
        return switch (message) {
            case Request request -> "request";
            case Notification notification -> "notification";
            case Success success -> "success";
            case Failure failure -> "failure";
        };
    }

    private static String id(Message message) {
        return switch (message) {
            case Request request -> request.id().toString();
            case Notification notification -> "none";
            case Response response -> response.id().toString();
        };
    }

    @Test
    void ids_and_methods_have_as_many_characters_as_allowed_and_not_one_more() throws JsonRefused {
        assertThat(READER.read(request("\"" + "i".repeat(256) + "\"", "m".repeat(256))))
                .isInstanceOf(Request.class);
        assertThat(READER.read(request("9".repeat(256), "m"))).isInstanceOf(Request.class);
        assertRefused(request("\"" + "i".repeat(257) + "\"", "m"));
        assertRefused(request("9".repeat(257), "m"));
        assertRefused(request("1", "m".repeat(257)));
    }

    @Test
    void progress_tokens_have_as_many_characters_as_ids() throws JsonRefused {
        for (String token : List.of("\"" + "t".repeat(256) + "\"", "9".repeat(256))) {
            assertThat(((Request) READER.read(carrying(token))).progressToken()).hasValue(token);
        }
        assertRefused(carrying("\"" + "t".repeat(257) + "\""));
        assertRefused(carrying("9".repeat(257)));
    }

    private static byte[] carrying(String token) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{\"progressToken\":" + token
                        + "}}}")
                .getBytes(UTF_8);
    }

    @Test
    void parameters_keep_their_order_and_their_numbers() throws JsonRefused {
        String params = "{\"z\":1.10,\"a\":{\"y\":1e400,\"b\":-0},\"_meta\":{\"x\":null}}";
        var read = (Request) READER.read(
                ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":" + params + "}").getBytes(UTF_8));
        assertThat(read.params().text()).isEqualTo(params);
    }

    @Test
    void the_message_does_not_change_when_its_array_does() throws JsonRefused {
        byte[] text = request("1", "ping");
        byte[] before = text.clone();
        Message message = READER.read(text);
        text[0] = 'X';
        assertThat(message.wire().bytes()).isEqualTo(before);
    }

    private static void assertRefused(byte[] text) {
        Reason reason = null;
        try {
            READER.read(text);
        } catch (JsonRefused e) {
            reason = e.reason();
        }
        assertThat(reason).isEqualTo(Reason.MESSAGE_INVALID);
    }

    private static byte[] request(String id, String method) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}").getBytes(UTF_8);
    }
}
