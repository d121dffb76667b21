package dev.lockkeeper.guard.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.Corpora;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Public lists of command injections, line by line. Some lines are nothing but words ({@code ifconfig}): as operands they
 * are names like any other, so there it is demanded that they stay the words that they are.
 */
class ShellCorpusTest {

    private static final List<String> FILES = List.of(
            "fuzzdb-attack_os-cmd-execution_command-execution-unix.txt",
            "fuzzdb-attack_os-cmd-execution_command-injection-template.txt",
            "fuzzdb-attack_os-cmd-execution_source-disc-cmd-exec-traversal.txt",
            "payloadsallthethings-Command_Injection_Intruder_command-execution-unix.txt",
            "payloadsallthethings-Command_Injection_Intruder_command_exec.txt");

    /** Words of letters, digits and what no shell gives a meaning to. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@+, -]+");

    private static final ShellGuard READY =
            new ShellGuard(ShellTable.read("benign.yaml").settings(), ShellTable.OPERANDS);

    @Test
    void no_line_passes_as_a_command_but_for_a_listing_of_the_directory() {
        assertThat(new TreeSet<>(passing(READY, ""))).containsExactly("ls");
    }

    @Test
    void no_line_passes_after_git_status() {
        assertThat(passing(READY, "git status ")).isEmpty();
        assertThat(passing(READY, "git status")).isEmpty();
    }

    @Test
    void what_passes_after_another_command_is_words_and_stays_these_words() {
        for (String before : List.of("ls ", "cat file", "cat 'file' ")) {
            List<String> passing = passing(READY, before);
            assertThat(passing).as(before).allMatch(line -> PLAIN.matcher(line).matches());
            for (String line : passing) {
                String command = before + line;
                assertThat(Shells.words(READY.judge(new JsonString(command))))
                        .hasValue(List.of(command.replace("'", "").strip().split(" +")));
            }
        }
    }

    @Test
    void where_operands_stand_behind_a_separator_no_line_passes() {
        CommandRules strict = CommandRules.DEFAULT.withSeparator(Separator.REQUIRED);
        var guard = new ShellGuard(ShellSettings.of(Map.of("ls", strict, "cat", strict)), ShellTable.OPERANDS);
        assertThat(passing(guard, "ls ")).isEmpty();
        assertThat(passing(guard, "cat file")).isEmpty();
        assertThat(Shells.words(guard.judge(new JsonString("ls -l -- src")))).isPresent();
    }

    @Test
    void in_a_list_a_line_is_one_word_where_text_is_wanted_and_nothing_where_a_name_is() {
        Map<String, CommandRules> commands = new LinkedHashMap<>();
        for (OperandType type :
                List.of(OperandType.TEXT, OperandType.PATH, OperandType.IDENTIFIER, OperandType.NUMBER)) {
            commands.put(type.name(), CommandRules.NOTHING.withOperands(OperandRule.of(type, 1)));
        }
        var guard = new ArgvGuard(ShellSettings.of(commands), ShellTable.OPERANDS);
        for (String line : lines()) {
            assertThat(list(guard, "TEXT", line)).as(line).hasValue(List.of("TEXT", line));
            list(guard, "PATH", line).ifPresent(words -> {
                assertThat(PLAIN.matcher(line).matches()).as(line).isTrue();
                assertThat(words).containsExactly("PATH", line);
            });
            list(guard, "IDENTIFIER", line).ifPresent(words -> {
                assertThat(PLAIN.matcher(line).matches() && !line.contains(" "))
                        .as(line)
                        .isTrue();
                assertThat(words).containsExactly("IDENTIFIER", line);
            });
            assertThat(list(guard, "NUMBER", line)).as(line).isEmpty();
        }
    }

    private static Optional<List<String>> list(ValueGuard guard, String command, String line) {
        Assessment said = guard.judge(JsonArray.ofStrings(List.of(command, line)));
        return Shells.words(said);
    }

    private static List<String> passing(ShellGuard guard, String before) {
        List<String> passing = new ArrayList<>();
        for (String line : lines()) {
            if (Shells.words(guard.judge(new JsonString(before + line))).isPresent()) {
                passing.add(line);
            }
        }
        return passing;
    }

    private static List<String> lines() {
        List<String> lines = FILES.stream()
                .map(file -> Corpora.text("payloads/" + file))
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(lines).hasSizeGreaterThan(600);
        return lines;
    }
}
