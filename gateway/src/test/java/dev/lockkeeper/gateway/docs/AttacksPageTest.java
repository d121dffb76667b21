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

    // What happened to others by an argument or at a listener.
    private static final List<String> INCIDENTS = List.of(
            "CVE-2025-49596",
            "CVE-2025-53109",
            "CVE-2025-53110",
            "CVE-2025-53355",
            "CVE-2025-53967",
            "CVE-2025-66416",
            "CVE-2025-68143",
            "CVE-2025-68144",
            "CVE-2025-68145",
            "CVE-2025-9611",
            "CVE-2026-25536",
            "CVE-2026-26118",
            "CVE-2026-27735",
            "CVE-2026-27825",
            "CVE-2026-27896",
            "CVE-2026-32871",
            "CVE-2026-33989",
            "CVE-2026-40576",
            "CVE-2026-5322",
            "CVE-2026-5323",
            "GHSA-46gc-mwh4-cc5r",
            "GHSA-g53w-w6mj-hrpp",
            "GHSA-mvgg-jvj2-4frq",
            "NeighborJack",
            "SQLite reference server",
            "gemini-mcp-tool");

    @TestFactory
    Stream<DynamicTest> every_incident_is_attacked_end_to_end() {
        return INCIDENTS.stream()
                .map(incident -> dynamicTest(incident, () -> {
                    // No other number begins or ends with this one.
                    var name = Pattern.compile("(?<![\\w-])" + incident + "(?![\\w-])");
                    List<List<String>> rows = ROWS.stream()
                            .filter(row -> name.matcher(row.getFirst()).find())
                            .toList();
                    assertThat(rows).as("rows of %s", incident).isNotEmpty();
                    assertThat(rows.stream()
                                    .flatMap(row -> TEST.matcher(row.get(1)).results()))
                            .as("tests of %s that run the program", incident)
                            .anyMatch(test -> Checkout.files().stream()
                                    .anyMatch(file -> file.endsWith("e2e/" + test.group(1) + ".java")));
                }));
    }

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
