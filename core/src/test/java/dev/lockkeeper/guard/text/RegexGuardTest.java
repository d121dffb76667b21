package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RegexGuardTest {

    /** A table of regular expressions. */
    public record Table(RegexSettings settings, List<GuardCase> cases) {}

    @TestFactory
    Stream<DynamicTest> every_case_of_the_tables() {
        return Stream.of("regex.yaml", "regex-lookaround.yaml").flatMap(name -> {
            Table table = GuardCase.table(Table.class, name);
            return GuardCase.tests(table.cases(), new RegexGuard(table.settings()));
        });
    }

    @Test
    void defaults_are_those_of_the_file() {
        assertThat(GuardCase.table(Table.class, "regex.yaml").settings()).isEqualTo(RegexSettings.defaults());
    }

    @Test
    void an_alternation_of_many_words_is_allowed() {
        String words = String.join(
                "|", IntStream.range(0, 120).mapToObj(i -> "word" + i).toList());
        var guard = new RegexGuard(RegexSettings.defaults());
        assertThat(guard.judge(new JsonString("\\b(" + words + ")\\b"))).isEqualTo(Assessment.fit());
    }

    @Test
    void an_expression_made_to_be_slow_to_judge_is_answered() {
        var guard = new RegexGuard(new RegexSettings(10_000, 1000, RegexSettings.Lookaround.ALLOW));
        for (String unit : List.of(
                ".*a.{30}",
                "[a-z]*b?",
                "(a|b)?",
                "(?=.*a)",
                "\\p{L}+\\P{Lu}?",
                "[ab]*a[ab]{15}",
                "(x{900}|y)?",
                "a|",
                "((",
                "[^a]{1,99}",
                "é?\\w")) {
            assertThat(guard.judge(new JsonString(unit.repeat(9_999 / unit.length()))))
                    .as(unit)
                    .isNotNull();
        }
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> new RegexGuard(new RegexSettings(0, 10, RegexSettings.Lookaround.REFUSE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegexGuard(new RegexSettings(10, 1001, RegexSettings.Lookaround.REFUSE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
