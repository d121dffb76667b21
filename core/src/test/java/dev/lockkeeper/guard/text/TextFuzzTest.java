package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class TextFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();
    private static final HiddenText ALL = HiddenText.everything();
    private static final Nested NESTED = new Nested(NestedSettings.defaults());
    private static final TextGuard TEXT = new TextGuard(TextSettings.defaults());
    private static final IdentifierGuard NAME = new IdentifierGuard(IdentifierSettings.defaults());
    private static final RegexGuard REGEX =
            new RegexGuard(new RegexSettings(1000, 1000, RegexSettings.Lookaround.ALLOW));

    @FuzzTest(maxDuration = "60s")
    void every_text_is_answered(byte[] octets) {
        SEEN.add(ByteBuffer.wrap(octets.clone()));
        for (String text :
                List.of(new String(octets, StandardCharsets.UTF_8), new String(octets, StandardCharsets.UTF_16BE))) {
            assertThat(ALL.present(ALL.without(text))).isFalse();
            assertThat(NESTED.unfold(text).pieces()).hasSizeLessThanOrEqualTo(256);
            var value = new JsonString(text);
            REGEX.judge(value);
            boolean named = NAME.judge(value) instanceof Assessment.Fit;
            assertThat(!named || TEXT.judge(value) instanceof Assessment.Fit)
                    .as("a name is a text")
                    .isTrue();
        }
    }

    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(TextFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }
}
