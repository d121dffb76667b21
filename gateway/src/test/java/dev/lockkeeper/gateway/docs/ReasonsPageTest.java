package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsPageTest {

    private static final List<String> CODES =
            Stream.of(Reason.values()).map(Reason::code).toList();
    private static final List<String> SECTIONS = Markdown.of("docs/reasons.md").sections(3);

    @Test
    void every_code_has_its_paragraph_and_every_paragraph_its_code() {
        List<String> headings = SECTIONS.stream()
                .map(section -> section.lines().findFirst().orElseThrow())
                .toList();
        assertThat(headings)
                .containsExactlyInAnyOrderElementsOf(
                        CODES.stream().map(code -> "### `" + code + "`").toList());
    }

    @Test
    void every_paragraph_says_what_happened_and_what_to_do() {
        assertThat(SECTIONS)
                .allSatisfy(
                        section -> assertThat(section.replaceFirst("^.*\n", "").strip())
                                .contains("**Caller:**")
                                .contains("**Operator:**")
                                .hasSizeGreaterThan(80));
    }

    @Test
    void codes_are_unique_and_spelt_alike() {
        assertThat(CODES).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z]+\\.[a-z]+(-[a-z]+)*"));
    }

    @Test
    void a_code_is_spelt_like_its_name() {
        assertThat(Reason.values())
                .allMatch(reason ->
                        reason.code().replace('.', '_').replace('-', '_').equalsIgnoreCase(reason.name()));
    }
}
