package dev.lockkeeper.guard.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard lets through, given to real shells: the words it saw are the words that run, and nothing else runs. */
class ShellOracleTest {

    /** Everything that means something to some shell, and a few that do not. */
    private static final String SPECIAL = "a0 '\"\\$`|&;()<>*?[]{}~^!#%=:,@+-./";

    private static final int LINE = 60;

    @TempDir
    Path place;

    @Test
    void the_words_of_every_benign_command_are_those_that_run() throws IOException {
        ShellTable table = ShellTable.read("benign.yaml");
        var guard = new ShellGuard(table.settings(), ShellTable.OPERANDS);
        List<String> lines = table.cases().stream()
                .filter(row -> row.value() instanceof JsonString)
                .map(row -> ((JsonString) row.value()).value())
                .toList();
        List<List<String>> words = new ArrayList<>();
        lines.forEach(line ->
                words.add(Shells.words(guard.judge(new JsonString(line))).orElseThrow()));
        for (RealShell shell : RealShell.all(place, table.settings().commands().keySet())) {
            shell.startsExactly(lines, words);
        }
    }

    @Test
    void the_kernel_starts_no_other_program() throws IOException {
        ShellTable table = ShellTable.read("benign.yaml");
        List<String> lines = table.cases().stream()
                .filter(row -> row.value() instanceof JsonString)
                .map(row -> ((JsonString) row.value()).value())
                .limit(100)
                .toList();
        for (RealShell shell : RealShell.all(place, table.settings().commands().keySet())) {
            List<String> programs = shell.traced(lines);
            Assumptions.assumeFalse(programs.isEmpty(), "skipped: strace cannot be used");
            assertThat(programs.getFirst()).isEqualTo(shell.toString());
            assertThat(programs.subList(1, programs.size()))
                    .hasSize(lines.size())
                    .allMatch(program -> program.startsWith(shell.bin()));
        }
    }

    /** All words of up to three special characters, and all of four with a letter at the beginning. */
    @Test
    void every_short_word_that_passes_is_the_word_that_runs() throws IOException {
        var guard = new ShellGuard(Shells.ANYTHING, Operands.NONE);
        List<String> passed = new ArrayList<>();
        collect(guard, "", 3, passed);
        collect(guard, "a", 3, passed);
        assertThat(passed).hasSizeGreaterThan(1000).contains("a'$'", "\"*\"", "\\;", "a~", "a%=");
        runs(guard, passed);
    }

    /** All of ASCII, with control characters, in every kind of quotes. */
    @Test
    void every_character_that_passes_is_the_character_that_runs() throws IOException {
        var guard = new ShellGuard(Shells.ANYTHING, Operands.NONE);
        List<String> passed = new ArrayList<>();
        for (int c = 1; c < 0x180; c++) {
            for (String form :
                    List.of("%s", "a%sb", "%sb", "a%s", "'%s'", "\"%s\"", "\\%s", "\"\\%s\"", "a=%s", "'a'%s")) {
                String word = form.replace("%s", Character.toString(c));
                if (passes(guard, "note " + word)) {
                    passed.add(word);
                }
            }
        }
        assertThat(passed).hasSizeGreaterThan(1000);
        runs(guard, passed);
    }

    private static void collect(ShellGuard guard, String word, int more, List<String> passed) {
        if (!word.isBlank() && word.equals(word.strip()) && passes(guard, "note " + word)) {
            passed.add(word);
        }
        for (int i = 0; more > 0 && i < SPECIAL.length(); i++) {
            collect(guard, word + SPECIAL.charAt(i), more - 1, passed);
        }
    }

    private static boolean passes(ShellGuard guard, String line) {
        return Shells.words(guard.judge(new JsonString(line))).isPresent();
    }

    private void runs(ShellGuard guard, List<String> passed) throws IOException {
        List<String> lines = new ArrayList<>();
        List<List<String>> words = new ArrayList<>();
        for (int from = 0; from < passed.size(); from += LINE) {
            String line = "note " + String.join(" ", passed.subList(from, Math.min(from + LINE, passed.size())));
            lines.add(line);
            words.add(Shells.words(guard.judge(new JsonString(line))).orElseThrow());
        }
        for (RealShell shell : RealShell.all(place, Set.of("note"))) {
            shell.startsExactly(lines, words);
        }
    }
}
