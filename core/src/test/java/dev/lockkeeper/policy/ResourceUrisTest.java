package dev.lockkeeper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.yaml.YamlBinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResourceUrisTest {

    /** URIs that are accepted, and others. */
    public record Uris(List<String> good, List<String> bad) {}

    @TestFactory
    Stream<DynamicTest> uris_are_told_apart() throws Exception {
        Path file = Path.of(System.getProperty("lockkeeper.root"), "testdata", "policy", "resource-uris.yaml");
        Uris uris = YamlBinder.bind(Uris.class, "resource-uris.yaml", Files.readAllBytes(file));
        return Stream.concat(
                uris.good().stream()
                        .map(uri -> dynamicTest(
                                "good " + uri,
                                () -> assertThat(ResourceUris.problem(uri)).isEmpty())),
                uris.bad().stream()
                        .map(uri -> dynamicTest(
                                "bad " + uri,
                                () -> assertThat(ResourceUris.problem(uri)).isPresent())));
    }

    @Test
    void a_uri_beyond_the_bound_is_refused() {
        assertThat(ResourceUris.problem("file:///" + "a".repeat(ResourceUris.MAX_CHARS - 8)))
                .isEmpty();
        assertThat(ResourceUris.problem("file:///" + "a".repeat(ResourceUris.MAX_CHARS - 7)))
                .isPresent();
    }

    @Property(tries = 500)
    void a_way_up_is_refused_however_it_is_encoded(@ForAll boolean[] choices) {
        var up = new StringBuilder("..");
        for (int i = 0; i < Math.min(choices.length, 6); i++) {
            String text = up.toString();
            up.setLength(0);
            for (int at = 0; at < text.length(); at++) {
                char c = text.charAt(at);
                up.append(choices[i] || c == '%' ? String.format("%%%02x", (int) c) : String.valueOf(c));
            }
        }
        assertThat(ResourceUris.problem("file:///a/" + up + "/b")).isPresent();
    }
}
