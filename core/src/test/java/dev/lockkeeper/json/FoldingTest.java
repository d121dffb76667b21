package dev.lockkeeper.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.reason.Reason;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {

    private static final Folding FOLDING = new Folding(Set.of("method", "params", "id", "task", "isError", "file"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Method",
                "METHOD",
                "mEthod",
                "param\u017f", // long s
                "\uff4dethod", // full-width m
                "meth\u200bod", // zero-width space
                "meth\u00adod", // soft hyphen
                "\ufeffmethod", // byte order mark
                "method\ufe0f", // variation selector
                "meth\u2060od", // word joiner
                "tas\u212a", // Kelvin sign
                "\ud835\udc8ad", // mathematical bold italic i
                "\u2170d", // small Roman numeral one
                "\u0130d", // dotted capital I
                "\u0131d", // dotless i
                "\u0130SERROR",
                "iserror",
                "ISERROR",
                "\ufb01le", // ligature fi
            })
    void an_imitation_is_found(String name) {
        assertThat(FOLDING.imitates(name)).isTrue();
        assertThatThrownBy(() -> FOLDING.check(new JsonObject(Map.of(name, JsonNull.NULL))))
                .isInstanceOfSatisfying(
                        JsonRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.JSON_FOLDED_MEMBER))
                .hasMessageNotContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"method", "params", "id", "isError", "methods", "", "m\u00e9thod", "ident", "\u0131", "x-method"
            })
    void a_known_name_and_an_unlike_one_pass(String name) throws JsonRefused {
        assertThat(FOLDING.imitates(name)).isFalse();
        FOLDING.check(new JsonObject(Map.of(name, JsonNull.NULL)));
    }

    @Test
    void whatever_java_compares_equal_ignoring_case_is_found() {
        for (int c = 0; c <= 0xffff; c++) {
            String name = (char) c + "d";
            if (name.equalsIgnoreCase("id") && !name.equals("id")) {
                assertThat(FOLDING.imitates(name)).as("U+%04X", c).isTrue();
            }
        }
    }
}
