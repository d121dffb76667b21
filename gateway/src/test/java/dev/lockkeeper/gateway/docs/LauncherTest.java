package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.Checkout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    private record Run(int status, String out, String err) {}

    @TempDir
    Path work;

    @BeforeAll
    static void needs_a_shell() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: there is no /bin/sh");
    }

    @Test
    void called_bare_it_lists_its_verbs_with_a_line_each() throws Exception {
        Run run = start(List.of("/bin/sh", Checkout.root().resolve("lockkeeper").toString()));
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        for (String verb : List.of("demo", "stdio", "serve", "policy", "audit", "token", "inventory", "completion")) {
            assertThat(run.out()).containsPattern("(?m)^  " + verb + " +[a-z].+$");
        }
        assertThat(run.out()).containsPattern("(?m)^  test +").containsPattern("(?m)^  version +");
    }

    @Test
    void without_a_jdk_it_says_in_one_sentence_how_to_get_one() throws Exception {
        Run run = shell("jdk_candidates() { echo /nowhere; }; find_jdk");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip())
                .contains("JDK of release 25")
                .contains("JAVA_HOME")
                .hasLineCount(1);
    }

    @Test
    void the_jdk_that_runs_this_is_found() throws Exception {
        Run run = shell("JAVA_HOME='" + System.getProperty("java.home") + "'; find_jdk && echo \"$JAVA_HOME\"");
        assertThat(run.out().strip()).isEqualTo(System.getProperty("java.home"));
    }

    @Test
    void a_jdk_that_is_too_old_is_none() throws Exception {
        Path old = Files.createDirectories(work.resolve("jdk-24"));
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("bin/javac"), "#!/bin/sh\n");
        assertThat(old.resolve("bin/javac").toFile().setExecutable(true)).isTrue();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"24.0.2\"\n");
        assertThat(shell("is_jdk '" + old + "'").status()).isNotZero();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"25\"\n");
        assertThat(shell("is_jdk '" + old + "'").status()).isZero();
    }

    private Run shell(String script) throws Exception {
        return start(List.of("/bin/sh", "-c", ". '" + Checkout.root() + "/.mvn/jdk.sh'; " + script));
    }

    private Run start(List<String> command) throws Exception {
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        int status = builder.start().waitFor();
        return new Run(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
