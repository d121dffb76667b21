package dev.lockkeeper.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.Rulebook;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.gateway.session.Conversation;
import dev.lockkeeper.gateway.session.Listening;
import dev.lockkeeper.gateway.session.Reply;
import dev.lockkeeper.gateway.session.TransportMetadata;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.MessageReader;
import dev.lockkeeper.mcp.ProtocolVersion;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Success;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class StdioFramingFuzzTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT.withBytes(200));

    /** What was handed over and what was answered, each in an order of its own, since requests are handled at once. */
    private record Served(List<String> heard, List<String> said) {}

    @FuzzTest(maxDuration = "60s")
    void any_chopping_of_the_bytes_gives_the_same_messages(byte[] bytes) throws Exception {
        Served whole = serve(new ByteArrayInputStream(bytes));
        for (int most = 1; most <= 7; most++) {
            assertThat(serve(chopped(bytes, most))).isEqualTo(whole);
        }
        // A line is one message, one batch, or refused; nothing of one line is part of another's message.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(whole.heard()).allSatisfy(message -> assertThat(text).contains(message));
        assertThat(whole.said()).allSatisfy(line -> assertThat(line).doesNotContain("\r"));
    }

    private static Served serve(InputStream in) throws IOException, InterruptedException {
        var heard = new CopyOnWriteArrayList<String>();
        var out = new ByteArrayOutputStream();
        var decider = new Decider(
                new Rulebook("test", List.of(), List.of(), action -> true, action -> false),
                new ListJournal(),
                System::nanoTime,
                (decision, reference) -> {});
        new StdioEntrance(
                        new BufferedInputStream(in, 16),
                        out,
                        new Recording(heard),
                        READER,
                        decider,
                        Duration.ofSeconds(30))
                .serve();
        return new Served(
                heard.stream().sorted().toList(),
                out.toString(StandardCharsets.ISO_8859_1).lines().sorted().toList());
    }

    /** Gives at most so many bytes at once. */
    private static InputStream chopped(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, most));
            }
        };
    }

    private record Recording(List<String> heard) implements Conversation {

        @Override
        public String id() {
            return "recording";
        }

        @Override
        public Optional<ProtocolVersion> version() {
            return Optional.of(ProtocolVersion.V2025_03_26);
        }

        @Override
        public Reply handle(Message message, TransportMetadata metadata, ClientChannel channel) {
            heard.add(new String(message.wire().bytes(), StandardCharsets.ISO_8859_1));
            return message instanceof Request request
                    ? new Reply.Own(Success.of(request.id(), JsonObject.EMPTY))
                    : Reply.Accepted.ACCEPTED;
        }

        @Override
        public Listening listen(ClientChannel channel) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
