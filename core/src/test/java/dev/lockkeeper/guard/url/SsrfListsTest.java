package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.testing.Corpora;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every line of the public lists of forged requests, where any public host is permitted, by http too. */
class SsrfListsTest {

    private static final UrlGuard OPEN =
            new UrlGuard(UrlSettings.DEFAULT.withSchemes("https", "http").withHosts("*"), Resolver.NONE);
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"`)>]*");

    /** Where the lists refer to for further reading, and a public redirector of which nothing can be seen. */
    private static final Set<String> PUBLIC = Set.of(
            "docs.aws.amazon.com",
            "www.googleapis.com",
            "developers.digitalocean.com",
            "azure.microsoft.com",
            "docs.docker.com",
            "docs.microsoft.com",
            "rancher.com",
            "web.archive.org",
            "cloud.google.com",
            "docs.us-phoenix-1.oraclecloud.com",
            "www.alibabacloud.com",
            "cloud.tencent.com",
            "support.huaweicloud.com",
            "docs.oracle.com",
            "gist.githubusercontent.com",
            "book.hacktricks.xyz",
            "github.com",
            "nicob.net");

    @Test
    void every_url_of_the_lists_is_refused_but_for_links_to_public_pages() {
        Set<String> allowed = new TreeSet<>();
        int refused = 0;
        for (String list : List.of(
                "payloads/payloadsallthethings-Server_Side_Request_Forgery_SSRF-Cloud-Instances.md",
                "payloads/ssrf-cloud-metadata.txt",
                "payloads/ssrf-ssrf-no-scheme.data")) {
            for (String url : URL.matcher(Corpora.text(list))
                    .results()
                    .map(found -> found.group())
                    .collect(Collectors.toSet())) {
                if (OPEN.judge(url) instanceof Assessment.Fit fit) {
                    allowed.add(fit.facts().string("host"));
                } else {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(90);
        assertThat(PUBLIC).containsAll(allowed);
    }

    @Test
    void every_host_of_the_lists_is_refused() {
        List<String> hosts = Corpora.text("payloads/ssrf-ssrf-no-scheme.data")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(hosts)
                .hasSizeGreaterThan(10)
                .allSatisfy(host ->
                        assertThat(OPEN.judge("http://" + host)).as(host).isInstanceOf(Assessment.Unfit.class));
    }
}
