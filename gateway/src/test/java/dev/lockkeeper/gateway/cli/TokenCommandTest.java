package dev.lockkeeper.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = home.toString();
        return new CommandLine(new TokenCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    @Test
    void a_token_is_printed_once_and_never_listed() throws Exception {
        assertThat(run("new", "alice", "--expires", "90d")).isZero();
        String token = out.toString().strip();
        assertThat(token).matches("lk_[A-Za-z0-9_-]{49}");
        assertThat(err.toString()).contains("not shown again").doesNotContain(token);
        assertThat(run("list")).isZero();
        assertThat(out.toString()).startsWith("alice  created ").doesNotContain(token);
        assertThat(run("list", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"name\":\"alice\"", "\"expires\":")
                .doesNotContain(token, "digest");
        assertThat(Files.readString(home.resolve("tokens.json"))).doesNotContain(token);
    }

    @Test
    void a_revoked_token_is_gone() {
        run("new", "alice");
        assertThat(run("revoke", "alice")).isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void what_is_refused_is_one_sentence_and_an_exit_code() {
        run("new", "alice");
        assertThat(run("new", "alice")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("revoke it first");
        assertThat(run("revoke", "bob")).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1);
        assertThat(run("new", "Not A Name")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrong_usage_has_an_exit_code_of_its_own() {
        assertThat(run("new", "alice", "--expires", "soon")).isEqualTo(2);
        assertThat(run("new")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(home.resolve("tokens.json")).doesNotExist();
    }
}
