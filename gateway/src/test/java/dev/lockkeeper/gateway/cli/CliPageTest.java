package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CliPageTest {

    @Test
    void every_verb_has_a_row_of_exit_codes() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("lockkeeper.root"), "docs/cli.md"));
        assertThat(Main.commandLine().getSubcommands().keySet())
                .isNotEmpty()
                .allSatisfy(verb -> assertThat(page).contains("\n| `" + verb));
        var policy = Objects.requireNonNull(Main.commandLine().getSubcommands().get("policy"));
        assertThat(policy.getSubcommands().keySet())
                .isNotEmpty()
                .allSatisfy(verb -> assertThat(page).contains("\n| `policy " + verb + "`"));
    }
}
