package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenTextTest {

    private static final HiddenText ALL = HiddenText.everything();

    @ParameterizedTest
    @CsvSource({
        "\\e[1;31mred\\e[0m, red",
        "\\e]0;title\\aseen, seen",
        "\\e]8;;mailto:x\\e\\\\link\\e]8;;\\e\\\\, link",
        "a\\e(Bb, ab",
        "a\\ecb, ab",
        "\\e]0;never ends, ]0;never ends",
        "\\e[31, [31",
        "a\\rb, ab",
        "\\e, ''",
        "\\e\\e[1m[1m, [1m",
    })
    void control_sequences_are_taken_as_a_whole(String shown, String left) {
        String text = shown.replace("\\e", "\u001B")
                .replace("\\a", "\u0007")
                .replace("\\r", "\r")
                .replace("\\\\", "\\");
        assertThat(ALL.without(text)).isEqualTo(left);
    }

    @Test
    void only_the_families_that_are_looked_for_are_found() {
        String text = "a\u200Bb\u202Ec\uE000\u200B\u001B[31md";
        var some = new HiddenText(EnumSet.of(HiddenFamily.INVISIBLE, HiddenFamily.BIDI));
        assertThat(some.without(text)).isEqualTo("abc\uE000\u001B[31md");
        assertThat(some.found(text)).isEqualTo(Map.of(HiddenFamily.INVISIBLE, 2, HiddenFamily.BIDI, 1));
        assertThat(ALL.found(text))
                .isEqualTo(Map.of(
                        HiddenFamily.INVISIBLE, 2,
                        HiddenFamily.BIDI, 1,
                        HiddenFamily.PRIVATE_USE, 1,
                        HiddenFamily.CONTROLS, 1));
        assertThat(new HiddenText(Set.of()).present(text)).isFalse();
    }

    @Test
    void a_text_with_nothing_hidden_is_returned_itself() {
        for (String text : new String[] {"", "plain\n\t", "grüße 😀\u200D", "👩\u200D💻"}) {
            if (!ALL.present(text)) {
                assertThat(ALL.without(text)).isSameAs(text);
                assertThat(ALL.found(text)).isEmpty();
            }
        }
        assertThat(ALL.present("👩\u200D💻")).isFalse();
        assertThat(ALL.present("😀\u200D")).isTrue();
    }

    @Test
    void each_family_is_found() {
        for (HiddenFamily family : HiddenFamily.values()) {
            assertThat(ALL.found(Samples.of(family))).isEqualTo(Map.of(family, 1));
            assertThat(ALL.without(Samples.of(family))).isEqualTo("ab");
        }
    }
}
