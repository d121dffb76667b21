package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.testing.Corpora;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Links of real documentation are allowed where any public host is: what is refused leads inside, or is no URL. */
class BenignUrlsTest {

    private static final UrlGuard OPEN =
            new UrlGuard(UrlSettings.DEFAULT.withSchemes("https", "http").withHosts("*"), Resolver.NONE);
    private static final Pattern LINK = Pattern.compile("(?<=\\]\\()https?://[^\\s()\"'`<>\\[\\]{}\\\\|*$]+(?=\\))");

    @Test
    void links_of_documentation_are_allowed() {
        Set<String> links = new TreeSet<>();
        for (String corpus : List.of("benign/docs.jsonl", "benign/security-docs.jsonl")) {
            Corpora.text(corpus).lines().forEach(line -> collect(new JsonMapper().readTree(line), links));
        }
        Map<String, List<String>> refused = new TreeMap<>();
        for (String link : links) {
            if (OPEN.judge(link) instanceof Assessment.Unfit unfit) {
                refused.computeIfAbsent(unfit.reason().code(), code -> new ArrayList<>())
                        .add(link);
            }
        }
        System.out.printf("links: %d, refused: %s%n", links.size(), refused);
        assertThat(links.size()).isGreaterThan(900);
        assertThat(refused.keySet()).isSubsetOf("url.malformed", "url.private-address");
        assertThat(refused.getOrDefault("url.malformed", List.of()))
                .as("only letters beyond ASCII, which are to be percent-encoded")
                .allMatch(link -> link.chars().anyMatch(c -> c >= 0x80));
        assertThat(refused.getOrDefault("url.private-address", List.of())).allMatch(link -> link.contains("localhost"));
    }

    private static void collect(JsonNode node, Set<String> links) {
        if (node.isString()) {
            LINK.matcher(node.asString()).results().forEach(found -> links.add(found.group()));
        }
        node.forEach(inner -> collect(inner, links));
    }
}
