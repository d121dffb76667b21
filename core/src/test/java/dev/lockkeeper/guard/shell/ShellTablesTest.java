package dev.lockkeeper.guard.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.shell.ShellTable.Expect;
import dev.lockkeeper.guard.shell.ShellTable.Row;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ShellTablesTest {

    /** What the guard of addresses would say, for which another one stands in. */
    private static final Map<String, String> OF_OTHERS = Map.of(
            "url.private-address", ShellTable.OUTSIDE.code(),
            "url.scheme", ShellTable.OUTSIDE.code());

    @TestFactory
    Stream<DynamicTest> every_benign_command_passes() {
        return tests("benign.yaml");
    }

    @TestFactory
    Stream<DynamicTest> every_attack_is_refused() {
        return tests("attacks.yaml");
    }

    @TestFactory
    Stream<DynamicTest> every_list_of_words_gets_its_verdict() {
        return tests("argv.yaml");
    }

    @TestFactory
    Stream<DynamicTest> every_list_of_arguments_gets_its_verdict() {
        return tests("arguments.yaml");
    }

    @Test
    void the_tables_are_what_their_names_say() {
        assertThat(ShellTable.read("benign.yaml").cases())
                .hasSizeGreaterThan(200)
                .allMatch(row -> row.expect() == Expect.FIT);
        assertThat(ShellTable.read("attacks.yaml").cases())
                .hasSizeGreaterThan(150)
                .allMatch(row -> row.expect() == Expect.UNFIT);
    }

    @TestFactory
    Stream<DynamicTest> a_command_that_passes_as_a_string_passes_as_the_list_of_its_words() {
        ShellTable table = ShellTable.read("benign.yaml");
        var shell = new ShellGuard(table.settings(), table.operands());
        var argv = new ArgvGuard(table.settings(), table.operands());
        return table.cases().stream()
                .filter(row -> row.value() instanceof JsonString)
                .map(row -> dynamicTest(row.title(), () -> {
                    Assessment said = shell.judge(row.value());
                    assertThat(argv.judge(JsonArray.ofStrings(words(said)))).isEqualTo(said);
                }));
    }

    private static Stream<DynamicTest> tests(String name) {
        ShellTable table = ShellTable.read(name);
        ValueGuard argv = new ArgvGuard(table.settings(), table.operands());
        ValueGuard shell =
                table.settings().command() == null ? new ShellGuard(table.settings(), table.operands()) : argv;
        Set<String> titles = new HashSet<>();
        return table.cases().stream().map(row -> {
            assertThat(titles.add(row.title())).as("two cases " + row.title()).isTrue();
            return dynamicTest(row.title(), () -> check(row, row.value() instanceof JsonString ? shell : argv));
        });
    }

    private static void check(Row row, ValueGuard guard) {
        switch (guard.judge(row.value())) {
            case Assessment.Fit fit -> {
                assertThat(row.expect()).as("the words " + words(fit)).isEqualTo(Expect.FIT);
                assertThat(words(fit)).isEqualTo(expected(row, words(fit)));
            }
            case Assessment.Unfit unfit -> {
                assertThat(row.expect()).as(unfit.message()).isEqualTo(Expect.UNFIT);
                String reason = String.valueOf(row.reason());
                assertThat(unfit.reason().code()).as(unfit.message()).isEqualTo(OF_OTHERS.getOrDefault(reason, reason));
                assertThat(unfit.message()).matches("\\p{Print}+\\.").hasSizeLessThan(250);
            }
        }
    }

    /** What the table says; else the words that are plain to see. What quotes mean, the oracle knows. */
    private static List<String> expected(Row row, List<String> seen) {
        if (!row.words().isEmpty()) {
            return row.words();
        }
        return switch (row.value()) {
            case JsonArray list ->
                list.items().stream().map(ShellTablesTest::string).toList();
            case JsonString(String text)
            when text.chars().noneMatch(c -> "'\"\\".indexOf(c) >= 0) -> List.of(text.split(" "));
            default -> seen;
        };
    }

    private static String string(Json json) {
        return ((JsonString) json).value();
    }

    private static List<String> words(Assessment assessment) {
        if (!(assessment instanceof Assessment.Fit(JsonObject facts))
                || !(facts.get("words") instanceof JsonArray words)) {
            throw new AssertionError("refused: " + assessment);
        }
        return words.items().stream().map(ShellTablesTest::string).toList();
    }
}
