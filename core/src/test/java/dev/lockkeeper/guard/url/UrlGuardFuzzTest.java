package dev.lockkeeper.guard.url;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.testing.FuzzCorpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class UrlGuardFuzzTest {

    private static final Set<ByteBuffer> SEEN = new HashSet<>();
    private static final UrlGuard OPEN =
            new UrlGuard(UrlSettings.DEFAULT.withSchemes("https", "http").withHosts("*"), Resolver.NONE);
    private static final HostGuard HOSTS = new HostGuard(HostSettings.DEFAULT.withHosts("*"), Resolver.NONE);
    private static final EmailGuard EMAILS = new EmailGuard(EmailSettings.DEFAULT);

    @FuzzTest(maxDuration = "60s")
    void a_text_is_refused_or_read_as_the_jdk_reads_it(byte[] bytes) {
        SEEN.add(ByteBuffer.wrap(bytes.clone()));
        String text = new String(bytes, UTF_8);
        if (OPEN.judge(text) instanceof Assessment.Fit fit) {
            UrlFacts.assertSameAsUri(text, fit);
            assertThat(OPEN.judge("https://" + bracketed(UrlFacts.host(fit)) + "/"))
                    .isInstanceOf(Assessment.Fit.class);
        }
        if (HOSTS.judge(text) instanceof Assessment.Fit fit) {
            assertThat(HOSTS.judge(UrlFacts.host(fit))).isInstanceOf(Assessment.Fit.class);
        }
        if (EMAILS.judge(text) instanceof Assessment.Fit fit) {
            assertThat(EMAILS.judge("a@" + Objects.requireNonNull(fit.facts().string("domain"))))
                    .isEqualTo(fit);
        }
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @AfterAll
    static void every_input_of_the_corpus_ran() throws IOException {
        if (System.getenv("JAZZER_FUZZ") == null) {
            assertThat(FuzzCorpus.of(UrlGuardFuzzTest.class)).isNotEmpty().allMatch(SEEN::contains);
        }
    }
}
