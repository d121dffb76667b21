package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import org.junit.jupiter.api.Test;

/** Two parsers, one reading: over tens of thousands of URLs that are almost ones. */
class UrlAgreementTest {

    private static final UrlGuard OPEN = new UrlGuard(
            UrlSettings.DEFAULT
                    .withSchemes("https", "http", "wss", "ws", "ftp")
                    .withHosts("*", "*:80", "*:443", "*:8080", "*:65535", "*:1"),
            Resolver.NONE);

    @Test
    void what_is_allowed_is_what_the_parser_of_the_jdk_reads_and_no_private_address() {
        int allowed = 0;
        for (String url : UrlMutations.of(20, 50_000)) {
            if (OPEN.judge(url) instanceof Assessment.Fit fit) {
                allowed++;
                UrlFacts.assertSameAsUri(url, fit);
                assertThat(UrlFacts.isPublic(UrlFacts.host(fit))).as(url).isTrue();
            }
        }
        assertThat(allowed).isBetween(2_000, 40_000);
    }
}
