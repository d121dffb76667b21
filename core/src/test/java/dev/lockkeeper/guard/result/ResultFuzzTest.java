package dev.lockkeeper.guard.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.guard.ResultGuard;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class ResultFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();

    @FuzzTest(maxDuration = "60s")
    void any_text_is_judged_and_no_image_of_a_stranger_is_left(byte[] bytes) {
        SEEN.add(ByteBuffer.wrap(bytes.clone()));
        String text = new String(bytes, UTF_8);
        for (ResultGuard guard : ResultGuardsTest.GUARDS) {
            assertThat(Answer.judge(guard, Answer.text(text))).isNotNull();
            assertThat(Answer.judge(guard, Answer.failure(text))).isNotNull();
        }
        JsonArray content = Objects.requireNonNull(
                Answer.passed(LinkGuardTest.GUARD, Answer.text(text)).array("content"));
        String left = Objects.requireNonNull(((JsonObject) content.items().getFirst()).string("text"));
        for (Link link : Links.in(left)) {
            Target target = Target.of(link.target());
            assertThat(link.fetched() && target.isRemote() && target.host().endsWith("evil.example"))
                    .as("of %s left %s", text, left)
                    .isFalse();
        }
    }

    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(ResultFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }
}
