package dev.lockkeeper.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class SecretDetectorFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();
    private static final SecretDetector SECRETS = new SecretDetector();
    private static final PersonalDetector PERSONAL = new PersonalDetector(SecretCases.LOCALES);

    @FuzzTest(maxDuration = "60s")
    void any_text_has_hits_in_order_and_within_it(byte[] bytes) {
        SEEN.add(ByteBuffer.wrap(bytes.clone()));
        String text = new String(bytes, UTF_8);
        check(text, SECRETS.find(text, Kind.Group.SECRET.kinds()));
        check(text, SECRETS.find("password", text, Kind.Group.SECRET.kinds()));
        check(text, PERSONAL.find(text, Kind.Group.PERSONAL.kinds()));
    }

    private static void check(String text, List<Hit> hits) {
        int before = 0;
        for (Hit hit : hits) {
            assertThat(hit.start()).isGreaterThanOrEqualTo(before);
            assertThat(hit.end()).isLessThanOrEqualTo(text.length());
            before = hit.end();
        }
    }

    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(SecretDetectorFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }
}
