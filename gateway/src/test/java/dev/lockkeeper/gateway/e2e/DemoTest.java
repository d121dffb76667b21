package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    private Path directory;

    @Test
    void the_story_goes_as_told_and_leaves_nothing_behind() throws Exception {
        Peers.folder();
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        List<String> command = new ArrayList<>(new Program(directory).command("demo"));
        command.add(1, "-Dlockkeeper.root=" + Objects.requireNonNull(System.getProperty("lockkeeper.root")));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        Path out = directory.resolve("out.log");
        Process demo = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(demo.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
                .contains("policy.default-deny", "arguments.undeclared", "chain and signature verified", "found out:")
                .doesNotContain("UNEXPECTED");
        assertThat(demo.exitValue()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }
}
