package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.testing.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row of docs/attacks.md without a test would be a claim. */
class AttacksPageTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern INCIDENT = Pattern.compile("CVE-\\d+-\\d+|GHSA(-[a-z0-9]{4}){3}");
    private static final List<List<String>> ROWS =
            Markdown.of("docs/attacks.md").rows();

    @TestFactory
    Stream<DynamicTest> every_row_names_a_test_that_exists() {
        return ROWS.stream()
                .map(row -> dynamicTest(row.getFirst(), () -> {
                    assertThat(row).as("attack, test, answer").hasSize(3).noneMatch(String::isBlank);
                    var named = TEST.matcher(row.get(1)).results().toList();
                    assertThat(named).as("tests of the row").isNotEmpty();
                    named.forEach(test -> assertThat(source(test.group(1)))
                            .as(test.group())
                            .containsPattern("@(Test|ParameterizedTest|TestFactory|Property|FuzzTest)\\b[^;{}]*\\s"
                                    + test.group(2) + "\\("));
                }));
    }

    /** What the careless servers of testdata repeat is on the page, in a row of the test that attacks them. */
    @ParameterizedTest
    @CsvSource({"attacks.yaml, CarelessServerTest", "listener.yaml, CarelessListenerTest"})
    void every_incident_of_the_careless_servers_has_a_row(String table, String test) {
        List<String> incidents = INCIDENT.matcher(Checkout.text("testdata/careless/" + table))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(incidents)
                .hasSizeGreaterThan(3)
                .allSatisfy(incident -> assertThat(ROWS)
                        .anyMatch(row ->
                                row.getFirst().contains(incident) && row.get(1).contains(test + "#")));
    }

    @Test
    void the_table_has_rows() {
        assertThat(ROWS).hasSizeGreaterThan(5);
    }

    /** Comments and the braces of annotations would hide where a method begins. */
    private static String source(String type) {
        List<Path> files = Checkout.files().stream()
                .filter(file -> file.endsWith(type + ".java") && file.toString().contains("src/test/java"))
                .toList();
        assertThat(files).as("one test class %s", type).hasSize(1);
        return Checkout.text(files.getFirst().toString())
                .replaceAll("//.*", "")
                .replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"")
                .replaceAll("\\{[\\s\",]*}", "");
    }
}
