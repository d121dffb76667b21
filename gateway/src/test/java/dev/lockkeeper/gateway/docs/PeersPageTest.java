package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.testing.Checkout;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What docs/peers.md says was tried is what is pinned, and by tests that exist. */
class PeersPageTest {

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    @TestFactory
    Stream<DynamicTest> every_row_names_the_pinned_version_and_its_tests() {
        List<List<String>> rows = Markdown.of("docs/peers.md").rows();
        assertThat(rows).hasSizeGreaterThan(5);
        return rows.stream()
                .map(row -> dynamicTest(row.getFirst(), () -> {
                    assertThat(row).hasSize(4);
                    assertThat(pin(span(row.getFirst()).getFirst())).isEqualTo(row.get(1));
                    assertThat(span(row.get(3)))
                            .isNotEmpty()
                            .allSatisfy(test -> assertThat(
                                            Checkout.files().stream().filter(file -> file.endsWith(test + ".java")))
                                    .as(test)
                                    .hasSize(1));
                }));
    }

    private static String pin(String name) {
        if (name.contains(":")) {
            return only("<mcp-sdk\\.version>([^<]+)<", Checkout.text("pom.xml"));
        }
        return only(
                Pattern.quote("\"" + name + "\": \"") + "([^\"]+)\"",
                Checkout.text("testdata/node/package.json") + Checkout.text("testdata/peers/package.json"));
    }

    private static String only(String pattern, String text) {
        List<String> found = Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(found).as(pattern).hasSize(1);
        return found.getFirst();
    }

    private static List<String> span(String cell) {
        return SPAN.matcher(cell).results().map(match -> match.group(1)).toList();
    }
}
