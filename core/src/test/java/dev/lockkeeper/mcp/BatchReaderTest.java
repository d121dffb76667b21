package dev.lockkeeper.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BatchReaderTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);

    @TestFactory
    Stream<DynamicTest> every_case_of_the_table() {
        return CaseTable.tests("message/batch.yaml", Set.of("text", "messages", "refused"), BatchReaderTest::check);
    }

    private static void check(Case one) {
        byte[] text = one.text("text").getBytes(UTF_8);
        try {
            List<Message> messages = READER.readBatch(text);
            assertThat(messages).extracting(each -> each.wire().toString()).isEqualTo(one.list("messages"));
            // Each message is what it would be alone.
            for (Message message : messages) {
                assertThat(READER.read(message.wire().bytes()))
                        .usingRecursiveComparison()
                        .isEqualTo(message);
            }
            assertThat(MessageReader.isBatch(text)).isTrue();
        } catch (JsonRefused e) {
            assertThat(e.reason().code()).isEqualTo(one.text("refused", "nothing"));
        }
    }

    @Test
    void a_batch_has_a_hundred_messages_and_not_one_more() throws JsonRefused {
        assertThat(READER.readBatch(batch(100))).hasSize(100);
        assertThatThrownBy(() -> READER.readBatch(batch(101))).hasMessageContaining("100");
    }

    private static byte[] batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"ping\"}")
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(UTF_8);
    }
}
