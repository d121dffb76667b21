package dev.lockkeeper.guard.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** Outside of a repository git diff takes any two words for files, and follows the directories on the way to them. */
    @Test
    void no_command_that_passes_shows_what_lies_outside_or_is_denied_where_there_is_no_repository() throws IOException {
        var workspace = new RealWorkspace(place);
        workspace.writeDenied();
        List<List<String>> commands = commands();
        for (String one : NAMES) {
            for (String other : NAMES) {
                commands.add(List.of("git", "diff", one, other));
                commands.add(List.of("git", "diff", "--", one, other));
            }
        }
        demand(
                workspace,
                commands,
                List.of(
                        "git diff a.txt shortcut/plan.txt",
                        "git diff a.txt HEAD:x/plan.txt",
                        "git diff a.txt main..x/plan.txt",
                        "git diff a.txt v1/plan.txt",
                        "git diff a.txt .env",
                        "git diff src other",
                        "git diff -- src/ other",
                        "git diff -- a.txt shortcut/plan.txt",
                        "cat shortcut/plan.txt",
                        "cat src/.env",
                        "grep -r kestrel src"));
    }

    /** What a commit is not asked for by name, it may show; here the last ones have nothing that is denied. */
    @Test
    void no_command_that_passes_shows_what_lies_outside_or_is_denied_in_a_repository() throws IOException {
        var workspace = new RealWorkspace(place);
        workspace.makeRepository();
        demand(
                workspace,
                commands(),
                List.of(
                        "git show HEAD:.env",
                        "git show HEAD^{tree}:src/.env",
                        "git show :.env",
                        "git show :0:src/.env",
                        "git log -p -1 .env",
                        "git log -p -1 -- .env",
                        "git log -p -1 -- :.env",
                        "git log -p -1 -- .en[v]",
                        "git log -p -1 :/.env",
                        "git log -L1,1:.env",
                        "git blame .env",
                        "git blame HEAD .env",
                        "git cat-file -p HEAD:.env",
                        "git diff HEAD:a.txt..HEAD:.env",
                        "git grep kestrel .env",
                        "git grep kestrel src",
                        "git grep kestrel HEAD",
                        "git grep kestrel -- src/",
                        "git grep -- kestrel HEAD:src",
                        "cat .env",
                        "grep -r kestrel ."));
    }

    private static final List<String> NAMES = List.of(
            "a.txt",
            "src",
            "src/",
            "other",
            "src/a.c",
            ".",
            ".env",
            "src/.env",
            "shortcut",
            "shortcut/plan.txt",
            "link.txt",
            "HEAD:x/plan.txt",
            "main..x/plan.txt",
            "v1/plan.txt",
            "HEAD",
            "main",
            "HEAD~1");

    private static final List<String> REVISIONS = List.of(
            ":.env",
            ":./.env",
            ":0:src/.env",
            "HEAD:.env",
            "HEAD:src/.env",
            "HEAD:src",
            "HEAD:",
            "^HEAD:.env",
            "HEAD^{tree}:src/.env",
            "HEAD@{0}:.env",
            "HEAD:a.txt..HEAD:.env",
            ":a.txt..:.env",
            "HEAD:.env..HEAD:a.txt",
            "HEAD:a.txt",
            "HEAD:src/a.c",
            "HEAD:link.txt",
            ":/.env",
            ":/",
            ":^a.txt",
            ":(top).env",
            ".en[v]",
            "..main",
            "main..HEAD",
            "HEAD..");

    /** What git diff compares with everything there is, whatever it is called: not to be told from a commit. */
    private static final Set<String> WHOLE = Set.of("HEAD:src", "HEAD:");

    private static List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>(NAMES);
        words.addAll(REVISIONS);
        for (String before : List.of(
                "cat",
                "head -n 5",
                "grep kestrel",
                "grep -r kestrel",
                "grep -r kestrel --",
                "git diff",
                "git diff --",
                "git diff a.txt",
                "git diff HEAD",
                "git show",
                "git log -p -1",
                "git log -p -1 --",
                "git blame",
                "git blame HEAD",
                "git blame --",
                "git grep kestrel",
                "git grep kestrel --",
                "git grep --",
                "git grep -- kestrel",
                "git cat-file -p",
                "git cat-file blob",
                "git diff-tree -p HEAD",
                "git stash show -p",
                "git reflog show -p",
                "git ls-tree -r")) {
            for (String word : words) {
                if (before.startsWith("git diff") && WHOLE.contains(word)) {
                    continue;
                }
                List<String> command = new ArrayList<>(List.of(before.split(" ")));
                command.add(word);
                commands.add(command);
            }
        }
        words.forEach(word -> commands.add(List.of("git", "log", "-L1,1:" + word)));
        commands.add(List.of("git", "grep", "kestrel"));
        commands.add(List.of("git", "grep", "-e", "kestrel"));
        commands.add(List.of("grep", "-r", "kestrel"));
        return commands;
    }

    /** Demands that what passes does not tell, and that the others of these are refused and would have told. */
    private static void demand(RealWorkspace workspace, List<List<String>> commands, List<String> others)
            throws IOException {
        CommandRules ready = CommandRules.DEFAULT;
        var guard = new ArgvGuard(
                ShellSettings.of(Map.of("git", ready, "cat", ready, "head", ready, "grep", ready)),
                workspace.operands());
        Set<String> refused = new HashSet<>();
        int passed = 0;
        for (List<String> words : commands) {
            String line = String.join(" ", words);
            if (Shells.words(guard.judge(JsonArray.ofStrings(words))).isPresent()) {
                assertThat(workspace.run(words)).as(line).doesNotContain(RealWorkspace.CANARY);
                passed++;
            } else {
                refused.add(line);
            }
        }
        assertThat(passed).isGreaterThan(80);
        for (String line : others) {
            assertThat(refused).contains(line);
            assertThat(workspace.run(List.of(line.split(" ")))).as(line).contains(RealWorkspace.CANARY);
        }
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
