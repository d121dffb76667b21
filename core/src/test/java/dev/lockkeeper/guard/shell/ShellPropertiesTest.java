package dev.lockkeeper.guard.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShellPropertiesTest {

    private static final ShellGuard SHELL = new ShellGuard(Shells.ANYTHING, Operands.NONE);
    private static final ArgvGuard ARGV = new ArgvGuard(Shells.ANYTHING, Operands.NONE);

    @Property
    void words_in_apostrophes_are_read_as_they_are(@ForAll("words") List<String> words) {
        String line = words.stream().map(Shells::quoted).collect(Collectors.joining(" ", "note -- ", ""));
        List<String> expected = new ArrayList<>(List.of("note", "--"));
        expected.addAll(words);
        assertThat(Shells.words(SHELL.judge(new JsonString(line)))).hasValue(expected);
        assertThat(ARGV.judge(JsonArray.ofStrings(expected))).isEqualTo(SHELL.judge(new JsonString(line)));
    }

    @Property(tries = 5000)
    void any_text_is_read_or_refused(@ForAll("texts") String text) {
        switch (SHELL.judge(new JsonString("note " + text))) {
            case Assessment.Fit fit ->
                assertThat(Shells.words(fit).orElseThrow())
                        .startsWith("note")
                        .allMatch(word -> word.codePoints().allMatch(Characters::visible));
            case Assessment.Unfit unfit -> {
                assertThat(unfit.reason().code()).startsWith("shell.");
                assertThat(unfit.message()).matches("\\p{Print}+");
            }
        }
    }

    /** Whatever stands unquoted outside of words only separates them. */
    @Property
    void what_is_added_to_a_command_that_passes_runs_nothing(
            @ForAll("words") List<String> words, @ForAll("operators") String operator) {
        String line = words.stream().map(Shells::quoted).collect(Collectors.joining(" ", "note -- ", ""));
        assertThat(Shells.words(SHELL.judge(new JsonString(line + operator + "id"))))
                .isEmpty();
        assertThat(Shells.words(SHELL.judge(new JsonString(line + " " + operator + " id"))))
                .isEmpty();
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('ä', 'ß', '日', 'é')
                .ofMaxLength(12)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> operators() {
        return Arbitraries.of(
                ";", "&", "|", "&&", "||", "\n", ">", ">>", "<", "<<", "`", "$(", "(", ")", "|&", ";;", "&>");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(
                        "ab01 .:=%@+,-/_^~!#*?[]{}()<>|&;$`'\"\\\n\r\t\u0000\u001b\u007fä\u00a0\u200b\u202e\ud83d\ude00\ufeff")
                .ofMaxLength(40);
    }
}
