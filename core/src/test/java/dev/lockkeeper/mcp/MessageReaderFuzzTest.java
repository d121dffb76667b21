package dev.lockkeeper.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.json.JsonLimits;
import dev.lockkeeper.json.JsonRefused;
import java.util.List;

class MessageReaderFuzzTest {

    private static final MessageReader READER = new MessageReader(JsonLimits.DEFAULT);

    @FuzzTest(maxDuration = "60s")
    void a_text_is_refused_or_read_as_one_message(byte[] text) {
        Message message;
        try {
            message = READER.read(text);
        } catch (JsonRefused refused) {
            assertThat(refused.reason().code()).matches("(json|message)\\..+");
            return;
        }
        assertThat(message.wire().bytes()).isEqualTo(text);
        // What the gateway would write of it itself is read as the same message.
        switch (message) {
            case Request request ->
                assertThat(reread(Request.of(request.id(), request.method(), request.params())))
                        .isInstanceOfSatisfying(Request.class, again -> {
                            assertThat(again.id()).isEqualTo(request.id());
                            assertThat(again.method()).isEqualTo(request.method());
                            assertThat(again.params()).isEqualTo(request.params());
                        });
            case Notification notification ->
                assertThat(reread(Notification.of(notification.method(), notification.params())))
                        .isInstanceOfSatisfying(Notification.class, again -> {
                            assertThat(again.method()).isEqualTo(notification.method());
                            assertThat(again.params()).isEqualTo(notification.params());
                        });
            case Success success ->
                assertThat(reread(Success.of(success.id(), success.result())))
                        .isInstanceOfSatisfying(Success.class, again -> {
                            assertThat(again.id()).isEqualTo(success.id());
                            assertThat(again.result()).isEqualTo(success.result());
                        });
            case Failure failure ->
                assertThat(reread(Failure.of(failure.id(), failure.error())))
                        .isInstanceOfSatisfying(
                                Failure.class,
                                again -> assertThat(again.error()).isEqualTo(failure.error()));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void a_batch_is_refused_or_read_as_the_messages_that_stand_in_it(byte[] text) throws JsonRefused {
        List<Message> messages;
        try {
            messages = READER.readBatch(text);
        } catch (JsonRefused refused) {
            assertThat(refused.reason().code()).matches("(json|message)\\..+");
            return;
        }
        assertThat(MessageReader.isBatch(text)).isTrue();
        for (Message message : messages) {
            assertThat(READER.read(message.wire().bytes()))
                    .usingRecursiveComparison()
                    .isEqualTo(message);
        }
    }

    private static Message reread(Message written) {
        try {
            return READER.read(written.wire().bytes());
        } catch (JsonRefused e) {
            throw new AssertionError("what the gateway writes is refused", e);
        }
    }
}
