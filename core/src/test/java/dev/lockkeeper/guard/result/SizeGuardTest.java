package dev.lockkeeper.guard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.testing.CaseTable;
import dev.lockkeeper.testing.CaseTable.Case;
import java.util.Collections;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SizeGuardTest {

    private static final SizeSettings SETTINGS = new SizeSettings(4_096, 100, 5, 40, false);
    private static final SizeGuard GUARD = new SizeGuard(SETTINGS);
    private static final SizeGuard CUTTING = new SizeGuard(SETTINGS.withTruncate(true));

    @TestFactory
    Stream<DynamicTest> every_answer_of_the_table() {
        return CaseTable.tests("result/sizes.yaml", Set.of("result", "expect", "cut"), SizeGuardTest::check);
    }

    private static void check(Case one) {
        var response = Answer.result(expand(one.text("result")));
        assertThat(code(Answer.judge(GUARD, response))).isEqualTo(one.text("expect"));
        if (one.has("cut")) {
            assertThat(Answer.passed(CUTTING, response).text()).isEqualTo(expand(one.text("cut")));
        } else {
            assertThat(code(Answer.judge(CUTTING, response))).isEqualTo(one.text("expect"));
        }
    }

    private static String code(ResultVerdict verdict) {
        return verdict instanceof ResultVerdict.Withhold withheld
                ? withheld.reason().code()
                : "pass";
    }

    private static String expand(String text) {
        String one = replaced(text, "TEXT", "x"::repeat);
        String two = replaced(one, "MANY", count -> list(count, "{\"type\":\"text\",\"text\":\"x\"}"));
        return replaced(two, "WORDS", count -> list(count, "\"x\""));
    }

    private static String list(int count, String item) {
        return "[" + String.join(",", Collections.nCopies(count, item)) + "]";
    }

    private static String replaced(String text, String word, IntFunction<String> with) {
        int from = text.indexOf(word + "(");
        if (from < 0) {
            return text;
        }
        int to = text.indexOf(')', from);
        int count = Integer.parseInt(text.substring(from + word.length() + 1, to));
        return text.substring(0, from) + with.apply(count) + text.substring(to + 1);
    }

    @Test
    void a_cut_leaves_no_half_of_a_character() {
        String cut = Answer.passed(CUTTING, Answer.text("😀".repeat(60))).text();
        assertThat(cut).contains("😀 [cut: 120 characters in all]").doesNotContain("\\ud83d");
    }

    @Test
    void an_error_is_bounded_too() {
        assertThat(code(Answer.judge(GUARD, Answer.failure("x".repeat(101))))).isEqualTo("result.too-large");
    }

    @Test
    void bounds_that_admit_nothing_are_no_settings() {
        assertThatThrownBy(() -> new SizeGuard(new SizeSettings(0, 100, 1, 1, false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SizeGuard(new SizeSettings(1, 10, 1, 1, true)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
