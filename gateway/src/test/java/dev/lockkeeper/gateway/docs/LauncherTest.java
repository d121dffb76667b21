package dev.lockkeeper.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.gateway.cli.Main;
import dev.lockkeeper.testing.Checkout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    private record Run(int status, String out, String err) {}

    private Path work;

    @BeforeEach
    void work_in(@TempDir Path directory) throws Exception {
        work = directory.toRealPath();
    }

    @BeforeAll
    static void needs_a_shell() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: there is no /bin/sh");
    }

    @Test
    void called_bare_it_lists_its_verbs_with_a_line_each() throws Exception {
        Run run = start(List.of("/bin/sh", Checkout.root().resolve("lockkeeper").toString()));
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        Set<String> verbs = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
        verbs.addAll(List.of("test", "build", "bench", "reproducible"));
        assertThat(Pattern.compile("(?m)^  ([a-z]+) +[a-z].+$")
                        .matcher(run.out())
                        .results()
                        .map(line -> line.group(1)))
                .containsExactlyInAnyOrderElementsOf(verbs);
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

    @Test
    void a_jdk_on_the_path_is_found_through_symbolic_links() throws Exception {
        Path jdk = jdk(work.resolve("opt/jdk"), "25.0.1");
        Path links = Files.createDirectories(work.resolve("links"));
        Files.createSymbolicLink(links.resolve("alternative"), jdk.resolve("bin/javac"));
        Files.createSymbolicLink(links.resolve("javac"), Path.of("alternative"));
        assertThat(found(Map.of("PATH", links + ":" + tools()))).isEqualTo(jdk.toString());
    }

    @Test
    void a_jdk_where_systems_install_them_is_found_and_an_older_one_passed_over() throws Exception {
        jdk(work.resolve("jvm/a-17"), "17.0.9");
        Path jdk = jdk(work.resolve("jvm/b-25"), "25");
        Path old = jdk(work.resolve("old"), "24.0.2");
        assertThat(found(Map.of("PATH", tools(), "JAVA_HOME", old.toString()))).isEqualTo(jdk.toString());
    }

    @Test
    void a_jdk_of_sdkman_is_found() throws Exception {
        Path jdk = jdk(work.resolve("home/.sdkman/candidates/java/26-tem"), "26");
        assertThat(found(Map.of("PATH", tools()))).isEqualTo(jdk.toString());
        Path moved = jdk(work.resolve("sdk/candidates/java/27-tem"), "27");
        assertThat(found(Map.of(
                        "PATH", tools(), "SDKMAN_DIR", work.resolve("sdk").toString())))
                .isEqualTo(moved.toString());
    }

    @Test
    void it_builds_when_a_source_is_newer_than_the_build_and_only_then() throws Exception {
        Path jdk = jdk(work.resolve("jdk"), "25");
        script(jdk.resolve("bin/java"), "for last; do :; done; echo \"ran $last\"");
        Path root = checkout();
        Path source = root.resolve("core/src/main/Some.java");
        assertThat(version(root, jdk).err()).contains("Building");
        assertThat(version(root, jdk).err()).isEmpty();
        Path stamp = root.resolve("target/build.stamp");
        Files.setLastModifiedTime(
                source,
                FileTime.from(Files.getLastModifiedTime(stamp).toInstant().plusSeconds(1)));
        assertThat(version(root, jdk).err()).contains("Building");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        assertThat(version(root, jdk).err()).isEmpty();
        Files.delete(root.resolve("gateway/target/lockkeeper-gateway-1.jar"));
        assertThat(version(root, jdk).err()).contains("Building");
    }

    @Test
    void stdio_uses_the_cache_of_this_jar_and_this_jdk_and_starts_without_one_as_well() throws Exception {
        Path jdk = jdk(work.resolve("jdk"), "25");
        script(jdk.resolve("bin/java"), "echo \"$@\"");
        Path root = checkout();
        Path train = root.resolve("gateway/src/jvm/train");
        Path jar = root.resolve("gateway/target/lockkeeper-gateway-1.jar");
        script(train, "echo \"$2\" >>\"${0%/*}/trained\"; echo cache >\"$3\"");
        String use = "-XX:AOTCache=" + root.resolve("gateway/target/stdio.aot");
        assertThat(stdio(root, jdk)).contains("stdio.options").contains(use);
        assertThat(stdio(root, jdk)).contains(use);
        assertThat(trained(train)).containsExactly(jar.toString());

        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(5)));
        Files.setLastModifiedTime(
                root.resolve("gateway/target/stdio.aot.jdk"),
                FileTime.from(Instant.now().minusSeconds(9)));
        assertThat(stdio(root, jdk)).contains(use);
        assertThat(trained(train)).as("made again for a newer jar").hasSize(2);

        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
        assertThat(stdio(root, jdk)).contains(use);
        assertThat(trained(train)).as("made again for another JDK").hasSize(3);

        script(train, "echo \"$2\" >>\"${0%/*}/trained\"; exit 1");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26\"\n");
        assertThat(stdio(root, jdk)).doesNotContain("AOTCache").contains("stdio");
        assertThat(stdio(root, jdk)).doesNotContain("AOTCache");
        assertThat(trained(train))
                .as("a failure is not tried again at every start")
                .hasSize(4);
    }

    private static List<String> trained(Path train) throws Exception {
        return Files.readAllLines(train.resolveSibling("trained"));
    }

    private String stdio(Path root, Path jdk) throws Exception {
        Run run = start(
                List.of(root.resolve("lockkeeper").toString(), "stdio"),
                Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", jdk.toString()));
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    /** As much of a checkout as the launcher looks at, with a build that takes no time. */
    private Path checkout() throws Exception {
        Path root = Files.createDirectories(work.resolve("checkout")).toRealPath();
        for (String folder :
                List.of(".mvn", "core/src/main", "gateway/src/main", "gateway/src/jvm", "gateway/target")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String file : List.of("lockkeeper", ".mvn/jdk.sh")) {
            Files.copy(Checkout.root().resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (Path file : List.of(
                root.resolve("pom.xml"),
                root.resolve("core/pom.xml"),
                root.resolve("gateway/pom.xml"),
                root.resolve("core/src/main/Some.java"),
                root.resolve("gateway/src/jvm/stdio.options"))) {
            Files.writeString(file, "");
        }
        script(root.resolve("mvnw"), "touch gateway/target/lockkeeper-gateway-1.jar");
        return root;
    }

    private Run version(Path root, Path jdk) throws Exception {
        Run run = start(
                List.of(root.resolve("lockkeeper").toString(), "version"),
                Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", jdk.toString()));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("ran version\n");
        return run;
    }

    /** What the search finds where nothing of this machine can be found. */
    private String found(Map<String, String> environment) throws Exception {
        Path search = Files.writeString(
                work.resolve("jdk.sh"),
                Checkout.text(".mvn/jdk.sh")
                        .replace("/usr/lib/jvm/", work + "/jvm/")
                        .replace("/usr/libexec/", work + "/libexec/")
                        .replace(" /Library/", " " + work + "/Library/"));
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOME", work.resolve("home").toString());
        Run run = start(List.of("/bin/sh", "-c", ". '" + search + "'; find_jdk && echo \"$JAVA_HOME\""), all);
        assertThat(run.err()).isEmpty();
        return run.out().strip();
    }

    /** A directory with the programs that the search needs, and no Java. */
    private String tools() throws Exception {
        Path tools = Files.createDirectories(work.resolve("tools"));
        for (String tool : List.of("sed", "dirname", "readlink")) {
            String usual = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
            script(tools.resolve(tool), "exec " + usual + tool + " \"$@\"");
        }
        return tools.toString();
    }

    private static Path jdk(Path home, String version) throws Exception {
        script(Files.createDirectories(home.resolve("bin")).resolve("javac"), "exit 0");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home.toRealPath();
    }

    private static void script(Path file, String text) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run shell(String script) throws Exception {
        return start(List.of("/bin/sh", "-c", ". '" + Checkout.root() + "/.mvn/jdk.sh'; " + script));
    }

    private Run start(List<String> command) throws Exception {
        return start(command, System.getenv());
    }

    private Run start(List<String> command, Map<String, String> environment) throws Exception {
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Run(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
