package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HiddenTextPropertiesTest {

    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "7",
            " ",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "#",
            "é",
            "\u0301",
            "א",
            "ش",
            "ی",
            "क",
            "\u094D",
            "ไ",
            "葛",
            "👩",
            "💻",
            "❤",
            "🏽",
            "🏴",
            "🇯",
            "\u20E3",
            "\u00AD",
            "\u200B",
            "\u200C",
            "\u200D",
            "\u200E",
            "\u200F",
            "\u061C",
            "\u202A",
            "\u202B",
            "\u202C",
            "\u202D",
            "\u202E",
            "\u2066",
            "\u2067",
            "\u2068",
            "\u2069",
            "\u2028",
            "\u2060",
            "\uFEFF",
            "\uFE00",
            "\uFE0E",
            "\uFE0F",
            "\uDB40\uDD00",
            "\uDB40\uDDE0",
            "\u034F",
            "\u2800",
            "⠓",
            "\u115F",
            "\u1161",
            "\u1100",
            "\u1160",
            "\u3164",
            "\u180B",
            "ᠮ",
            "\u17B4",
            "ខ",
            "\uDB40\uDC67",
            "\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
            "\uE000",
            "\u0378",
            "\uFFFF",
            "\uD800",
            "\uDC00",
            "\u001B",
            "[",
            "]",
            "m",
            ";",
            "\\",
            "(",
            "\u0007",
            "\u009B",
            "\u009D",
            "\u009C",
            "\u0085");

    @Property(tries = 20_000)
    void nothing_is_hidden_in_what_is_left(@ForAll("texts") String text) {
        HiddenText all = HiddenText.everything();
        String left = all.without(text);
        assertThat(all.present(left)).isFalse();
        assertThat(all.without(left)).isSameAs(left);
        assertThat(all.found(text).isEmpty()).isEqualTo(!all.present(text));
        assertThat(left.equals(text)).isEqualTo(!all.present(text));
    }

    @Property(tries = 5000)
    void what_is_left_stood_in_the_text_in_this_order(
            @ForAll("texts") String text, @ForAll Set<HiddenFamily> families) {
        String left = new HiddenText(families).without(text);
        int at = 0;
        for (int i = 0; i < left.length(); i++) {
            at = text.indexOf(left.charAt(i), at) + 1;
            assertThat(at).isPositive();
        }
    }

    @Property(tries = 10_000)
    void nothing_of_these_families_is_hidden_in_what_is_left(
            @ForAll("texts") String text, @ForAll Set<HiddenFamily> families) {
        var some = new HiddenText(families);
        assertThat(some.present(some.without(text))).isFalse();
    }

    @Property(tries = 5000)
    void the_guard_refuses_what_is_hidden(@ForAll("texts") String text) {
        var guard = new TextGuard(TextSettings.defaults().withMarks(100));
        assertThat(guard.judge(new JsonString(text)) instanceof Assessment.Unfit)
                .isEqualTo(HiddenText.everything().present(text));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces));
    }
}
