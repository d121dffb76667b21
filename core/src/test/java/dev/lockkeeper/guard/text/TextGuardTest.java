package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextGuardTest {

    /** A table of texts. */
    public record Table(TextSettings settings, List<GuardCase> cases) {}

    @TestFactory
    Stream<DynamicTest> every_case_of_the_tables() {
        return Stream.of("text.yaml", "line.yaml", "lenient.yaml", "flagged.yaml")
                .flatMap(name -> {
                    Table table = GuardCase.table(Table.class, name);
                    return GuardCase.tests(table.cases(), new TextGuard(table.settings()));
                });
    }

    @Test
    void defaults_are_those_of_the_file() {
        assertThat(GuardCase.table(Table.class, "text.yaml").settings()).isEqualTo(TextSettings.defaults());
    }

    @ParameterizedTest
    @EnumSource(HiddenFamily.class)
    void each_family_is_allowed_by_its_own_key_alone(HiddenFamily family) {
        var guard = new TextGuard(TextSettings.defaults().with(family, Treatment.ALLOW));
        for (HiddenFamily other : HiddenFamily.values()) {
            Assessment assessment = guard.judge(new JsonString(Samples.of(other)));
            assertThat(assessment instanceof Assessment.Fit).as("%s", other).isEqualTo(other == family);
        }
    }

    @ParameterizedTest
    @EnumSource(HiddenFamily.class)
    void each_family_is_flagged_by_its_own_key_alone(HiddenFamily family) {
        var guard = new TextGuard(TextSettings.defaults().with(family, Treatment.FLAG));
        for (HiddenFamily other : HiddenFamily.values()) {
            Assessment assessment = guard.judge(new JsonString(Samples.of(other)));
            assertThat(assessment instanceof Assessment.Fit fit
                            && GuardCase.flags(fit).size() == 1)
                    .as("%s", other)
                    .isEqualTo(other == family);
        }
    }

    @Test
    void a_flag_tells_what_how_often_and_where_and_not_the_text() {
        var guard = new TextGuard(TextSettings.defaults().with(HiddenFamily.BIDI, Treatment.FLAG));
        var fit = (Assessment.Fit) guard.judge(new JsonString("😀 s3cret \u202E and \u202E"));
        assertThat(fit.facts().text()).isEqualTo("{\"hidden\":[{\"kind\":\"bidi\",\"count\":2,\"at\":10}]}");
    }

    @Test
    void the_message_tells_which_character_and_where() {
        var unfit = (Assessment.Unfit) new TextGuard(TextSettings.defaults()).judge(new JsonString("😀 s3cret \u202E"));
        assertThat(unfit.message()).contains("U+202E", "character 10").doesNotContain("s3cret");
    }

    @Test
    void settings_that_mean_nothing_are_refused() {
        assertThatThrownBy(() -> new TextGuard(TextSettings.defaults().withLength(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextGuard(TextSettings.defaults().withBytes(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextGuard(TextSettings.defaults().withMarks(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_made_to_be_slow_is_answered() {
        var guard = new TextGuard(TextSettings.defaults().withLength(1_000_000).withMarks(100));
        TextSettings telling = TextSettings.defaults().withLength(1_000_000).withBytes(8 << 20);
        for (HiddenFamily family : HiddenFamily.values()) {
            telling = telling.with(family, Treatment.FLAG);
        }
        var flagging = new TextGuard(telling);
        var all = HiddenText.everything();
        for (String unit : List.of(
                "\u001B]a",
                "\u2066",
                "א\u200E",
                "\u2066a\u2069\n",
                "\u200D",
                "👩\u200D",
                "🏴\uDB40\uDC67",
                "\u0301",
                "\u1100",
                "🇯",
                "\u00AD",
                "\r",
                "\u001B[1;",
                "\u2067א",
                "葛\uDB40\uDD00")) {
            String text = unit.repeat(1_000_000 / unit.length());
            assertThat(guard.judge(new JsonString(text))).isNotNull();
            assertThat(flagging.judge(new JsonString(text))).isNotNull();
            assertThat(all.present(all.without(text)))
                    .as("%s", unit.codePointAt(0))
                    .isFalse();
        }
    }
}
