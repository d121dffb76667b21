package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.testing.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A row of docs/attacks.md without a test would be a claim. */
class AttacksPageTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
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
