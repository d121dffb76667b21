package dev.lockkeeper.guard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.text.Nested.Piece;
import dev.lockkeeper.guard.text.Nested.Unfolded;
import dev.lockkeeper.reason.Reason;
import dev.lockkeeper.yaml.Default;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NestedTest {

    private static final Nested NESTED = new Nested(NestedSettings.defaults());

    /**
     * A text and what is nested in it.
     *
     * @param jsonStrings in place of %s in the value, so many strings that differ
     * @param count how many pieces, where they are not told
     * @param asText why a call is refused where it is a text; null where it passes
     * @param asPath the same where it is a path in a directory
     */
    public record Case(
            String name,
            String value,
            List<String> pieces,
            @Default("0") int jsonStrings,
            @Default("0") int count,
            @Default("false") boolean tooDeep,
            @Nullable String asText,
            @Nullable String asPath) {}

    /** A table of texts. */
    public record Table(NestedSettings settings, List<Case> cases) {}

    @TestFactory
    Stream<DynamicTest> every_case_of_the_table() {
        Table table = GuardCase.table(Table.class, "nested.yaml");
        var nested = new Nested(table.settings());
        assertThat(table.settings()).isEqualTo(NestedSettings.defaults());
        return table.cases().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(nested, one)));
    }

    private static void check(Nested nested, Case one) {
        String strings =
                IntStream.range(0, one.jsonStrings()).mapToObj(i -> "s " + i).collect(Collectors.joining("\",\""));
        Unfolded unfolded = nested.unfold(one.value().replace("%s", strings));
        assertThat(unfolded.tooDeep()).isEqualTo(one.tooDeep());
        if (one.count() > 0) {
            assertThat(unfolded.pieces()).hasSize(one.count());
        } else if (!one.tooDeep()) {
            assertThat(unfolded.pieces()).extracting(Piece::text).containsExactlyInAnyOrderElementsOf(one.pieces());
        }
    }

    @Test
    void each_piece_says_where_it_was() {
        assertThat(NESTED.unfold("{\"a/b\":[\"%252e\"]}").pieces())
                .containsExactly(
                        new Piece("a/b", "json name /a~1b", 1),
                        new Piece("%252e", "json /a~1b/0", 1),
                        new Piece("{\"a/b\":[\"%2e\"]}", "percent", 1),
                        new Piece("%2e", "json /a~1b/0 > percent", 2),
                        new Piece("{\"a/b\":[\".\"]}", "percent > percent", 2),
                        new Piece(".", "json /a~1b/0 > percent > percent", 3));
    }

    @Test
    void too_much_is_a_refusal_and_nothing_less() {
        assertThat(NESTED.unfold("plain").assessment()).isEqualTo(Assessment.fit());
        assertThat(NESTED.unfold("%2e").assessment()).isEqualTo(Assessment.fit());
        assertThat(NESTED.unfold("%2525252e").assessment())
                .isInstanceOfSatisfying(
                        Assessment.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(Reason.NESTED_TOO_DEEP));
    }

    @Test
    void where_nothing_is_nested_the_answer_is_always_the_same() {
        assertThat(NESTED.unfold("Plain words of less than sixteen letters."))
                .isSameAs(NESTED.unfold("others"))
                .isSameAs(NESTED.unfold("a/very/long/path/that/decodes/to/nothing"));
    }

    @Test
    void depth_and_number_are_settings() {
        assertThat(new Nested(new NestedSettings(4, 256)).unfold("%2525252e").tooDeep())
                .isFalse();
        assertThat(new Nested(new NestedSettings(1, 256)).unfold("%252e").tooDeep())
                .isTrue();
        assertThat(new Nested(new NestedSettings(3, 1)).unfold("[\"a\",\"b\"]").tooDeep())
                .isTrue();
        assertThatThrownBy(() -> new Nested(new NestedSettings(0, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Nested(new NestedSettings(1, 0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_that_grows_with_each_coding_is_cut_off_with_a_word() {
        String text = "%2e&#46;\\u002e" + "x y ".repeat(5_000);
        assertThat(NESTED.unfold(text).tooDeep()).isTrue();
    }

    @Test
    void a_text_made_to_be_slow_is_answered() {
        for (String unit : List.of(
                "%",
                "%2",
                "%2e",
                "%c3",
                "%u",
                "&",
                "&#",
                "&#x",
                "&#46",
                "&a",
                "\\",
                "\\u",
                "\\u{",
                "\\u{0",
                "\\x2",
                "=",
                "A",
                "aGVs",
                "[",
                "{\"a\":",
                "\"",
                "68",
                "https://a.example/aGVsbG8gd29ybGQgaGVsbG8/",
                "0",
                " ",
                "\n")) {
            String text = unit.repeat(1_000_000 / unit.length());
            Unfolded unfolded = NESTED.unfold(text);
            long chars = unfolded.pieces().stream()
                    .mapToLong(piece -> piece.text().length())
                    .sum();
            assertThat(chars).as(unit).isLessThanOrEqualTo(4L * text.length());
        }
    }
}
