package dev.lockkeeper.guard.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class SqlGuardFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();

    @FuzzTest(maxDuration = "60s")
    void any_text_is_refused_or_a_statement_over_what_is_allowed(byte[] bytes) {
        SEEN.add(ByteBuffer.wrap(bytes.clone()));
        String text = new String(bytes, UTF_8);
        for (SqlDialect dialect : SqlDialect.values()) {
            var settings = SqlSettings.reading(dialect, "orders");
            Assessment answer = new SqlGuard(settings).judge(text);
            assertThat(new SqlGuard(settings).judge(text)).isEqualTo(answer);
            switch (answer) {
                case Assessment.Fit fit -> {
                    // What can be told from the text alone.
                    assertThat(text).doesNotContain("\0").containsPattern("(?i)select|values");
                    assertThat(new SqlGuard(SqlSettings.reading(dialect, "*")).judge(text))
                            .isInstanceOf(Assessment.Fit.class);
                }
                case Assessment.Unfit unfit -> {
                    assertThat(unfit.reason().code()).startsWith("sql.");
                    assertThat(unfit.cause())
                            .as("the parser's own mistakes are answers too")
                            .doesNotContain("lockkeeper");
                }
            }
        }
    }

    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(SqlGuardFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }
}
