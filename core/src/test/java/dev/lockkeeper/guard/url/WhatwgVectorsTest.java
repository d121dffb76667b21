package dev.lockkeeper.guard.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.testing.Corpora;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the guard allows has the scheme, host and port that WHATWG expects, and that {@code java.net.URI} finds. */
class WhatwgVectorsTest {

    private static final UrlSettings SETTINGS =
            UrlSettings.DEFAULT.withSchemes("https", "http", "wss", "ws", "ftp").withAddresses("0.0.0.0/0", "::/0");

    @Test
    void what_is_allowed_is_what_the_vectors_of_urls_expect() {
        int allowed = 0;
        int refused = 0;
        for (JsonNode vector : vectors("conformance/whatwg-url-urltestdata.json")) {
            String input = vector.path("input").asString();
            String hostname = vector.path("hostname").asString("");
            String port = vector.path("port").asString("").replaceFirst("^0$", "");
            Assessment assessment = guard(hostname, port).judge(input);
            if (!(assessment instanceof Assessment.Fit fit)) {
                refused++;
                continue;
            }
            allowed++;
            assertThat(vector.has("failure")).as("WHATWG refuses %s", input).isFalse();
            assertThat(fit.facts().string("scheme") + ":")
                    .as(input)
                    .isEqualTo(vector.path("protocol").asString());
            assertThat(fit.facts().string("host")).as(input).isEqualTo(UrlFacts.unbracketed(hostname));
            assertThat(UrlFacts.port(fit))
                    .as(input)
                    .isEqualTo(port.isEmpty() ? UrlFacts.standardPort(fit) : Integer.parseInt(port));
            UrlFacts.assertSameAsUri(input, fit);
        }
        System.out.printf("WHATWG URL vectors: %d allowed, %d refused%n", allowed, refused);
        assertThat(allowed).isGreaterThan(40);
    }

    @Test
    void what_is_allowed_is_what_the_vectors_of_names_expect() {
        int allowed = 0;
        int refused = 0;
        for (JsonNode vector : vectors("conformance/whatwg-url-IdnaTestV2.json")) {
            String input = vector.path("input").asString();
            String output = vector.path("output").isNull()
                    ? null
                    : vector.path("output").asString();
            if (!(guard(output == null ? "" : output, "").judge("https://" + input + "/")
                    instanceof Assessment.Fit fit)) {
                refused++;
                continue;
            }
            allowed++;
            assertThat(fit.facts().string("host")).as(input).isEqualTo(output);
        }
        System.out.printf("WHATWG IDNA vectors: %d allowed, %d refused%n", allowed, refused);
        assertThat(allowed).isGreaterThan(50);
    }

    /** Any host and any address, so that only the form counts; this host also where it is a name of a private network. */
    private static UrlGuard guard(String host, String port) {
        String any = port.isEmpty() ? "*" : "*:" + port;
        try {
            return new UrlGuard(SETTINGS.withHosts(any, port.isEmpty() ? host : host + ":" + port), Resolver.NONE);
        } catch (IllegalArgumentException noHost) {
            return new UrlGuard(SETTINGS.withHosts(any), Resolver.NONE);
        }
    }

    private static List<JsonNode> vectors(String file) {
        List<JsonNode> vectors = new ArrayList<>();
        for (JsonNode node : new JsonMapper().readTree(Corpora.text(file))) {
            if (node.isObject()) {
                vectors.add(node);
            }
        }
        return vectors;
    }
}
