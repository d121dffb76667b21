package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_wrong_verb_is_one_sentence_and_exit_code_2() {
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(err.toString()).startsWith("lockkeeper: ").doesNotContain("\tat ");
    }

    @Test
    void a_missing_configuration_is_one_sentence_with_the_next_step() {
        assertThat(run("serve", "--config", directory.resolve("absent.yaml").toString()))
                .isEqualTo(3);
        assertThat(err.toString()).startsWith("lockkeeper: ").doesNotContain("Exception", "\tat ");
    }

    @Test
    void every_verb_explains_itself() {
        for (String verb : Main.commandLine().getSubcommands().keySet()) {
            assertThat(run(verb, "--help")).as(verb).isZero();
        }
        assertThat(out.toString()).contains("serve", "stdio", "policy", "audit", "token", "inventory");
    }

    @Test
    void the_completion_script_knows_every_verb() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains(Main.commandLine().getSubcommands().keySet());
    }

    @Test
    void completion_speaks_of_itself_by_its_own_name() throws Exception {
        assertThat(run("completion", "--help")).isZero();
        assertThat(out.toString())
                .contains("source <(lockkeeper completion)")
                .doesNotContain("generate-completion", "GenerateCompletion");
        assertThat(run("man", "--dir", directory.toString())).isZero();
        assertThat(Files.readString(directory.resolve("lockkeeper-completion.1")))
                .contains("lockkeeper completion")
                .doesNotContain("generate");
    }

    @Test
    void there_is_a_manual_page_for_every_verb() throws Exception {
        assertThat(run("man", "--dir", directory.toString())).isZero();
        List<String> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> pages.add(file.getFileName().toString()));
        }
        assertThat(pages).contains("lockkeeper.1", "lockkeeper-serve.1", "lockkeeper-policy-explain.1");
        assertThat(Files.readString(directory.resolve("lockkeeper-stdio.1")))
                .startsWith(".TH \"LOCKKEEPER\\-STDIO\"".replace("\\-", "-"))
                .contains(".SH \"SYNOPSIS\"", "\\-\\-server");
    }

    @Test
    void version_is_json_where_a_machine_reads() {
        assertThat(run("version", "--json")).isZero();
        assertThat(out.toString()).startsWith("{").contains("\"protocol\":\"2026-07-28\"");
    }

    private int run(String... arguments) {
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return main.execute(arguments);
    }
}
