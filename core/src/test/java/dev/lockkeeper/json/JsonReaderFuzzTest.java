package dev.lockkeeper.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class JsonReaderFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();
    private static final JsonReader READER = new JsonReader(JsonLimits.DEFAULT);

    @FuzzTest(maxDuration = "60s")
    void a_text_is_refused_or_read_as_one_value(byte[] text) {
        SEEN.add(ByteBuffer.wrap(text.clone()));
        Json value;
        try {
            value = READER.read(text);
        } catch (JsonRefused refused) {
            assertThat(refused.reason().code()).startsWith("json.");
            return;
        }
        assertThat(reread(value.text())).isEqualTo(value);
        assertThat(reread(new String(CanonicalJson.bytes(value), UTF_8))).isEqualTo(value);
    }

    /** Guards all fuzz tests: without a fuzzer, a fuzz test is worth what its corpus is, and only if that really runs. */
    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(JsonReaderFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }

    private static Json reread(String text) {
        try {
            return READER.read(text.getBytes(UTF_8));
        } catch (JsonRefused e) {
            throw new AssertionError("what the writer wrote is refused", e);
        }
    }
}
