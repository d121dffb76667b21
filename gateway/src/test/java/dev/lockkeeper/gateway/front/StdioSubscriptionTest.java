package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.testing.MemoryJournal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StdioSubscriptionTest {

    @Test
    void subscriptions_do_not_keep_the_gateway_from_reading_on() throws Exception {
        var decider = new Decider(
                new Rulebook("1", List.of(new Entrance.GrantAll()), List.of(), action -> true, action -> false),
                new MemoryJournal(),
                System::nanoTime,
                (decision, reference) -> {});
        var conversations = new FakeConversations(decider);
        var text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("{\"jsonrpc\":\"2.0\",\"id\":").append(i).append(",\"method\":\"subscriptions/listen\"}\n");
        }
        text.append("{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"tools/list\"}\n");
        var out = new ByteArrayOutputStream();
        // Ends once the last request has its answer.
        var end = new InputStream() {
            @Override
            public int read() {
                await().until(() -> out.toString(StandardCharsets.UTF_8).contains("\"last\""));
                return -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                return read();
            }
        };
        new StdioEntrance(
                        new SequenceInputStream(
                                new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), end),
                        out,
                        conversations.open(Stdio.CALLER, "files"),
                        new MessageReader(JsonLimits.DEFAULT),
                        decider,
                        Duration.ofSeconds(30))
                .serve();
        assertThat(conversations.interrupted.tryAcquire(64, 20, TimeUnit.SECONDS))
                .as("nobody waits for a subscription whose client is gone")
                .isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("session.limit"))
                .hasSize(300 - 64);
    }
}
