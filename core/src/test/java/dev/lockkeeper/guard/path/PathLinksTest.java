package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a path leads on this machine. */
class PathLinksTest {

    @SuppressWarnings("NullAway.Init")
    private Path base;

    @SuppressWarnings("NullAway.Init")
    private Path root;

    @BeforeEach
    void plant(@TempDir Path directory) throws IOException {
        base = directory.toRealPath();
        root = Files.createDirectories(base.resolve("root"));
        Files.createDirectories(root.resolve("docs"));
        Files.createDirectories(root.resolve(".git"));
        Files.createDirectories(base.resolve("library"));
        Files.createDirectories(base.resolve("root-evil"));
        for (String file : new String[] {
            "root/a.md", "root/key.pem", "root/.git/config", "library/book.md", "root-evil/secret.md", "outside.md"
        }) {
            Files.writeString(base.resolve(file), "This is " + file);
        }
    }

    private PathSettings settings() {
        return PathSettings.of(
                        java.util.List.of(base.resolve("library").toString()), java.util.List.of(root.toString()))
                .withMode(PathMode.REAL)
                .withDeny("**/.git/**");
    }

    private static Assessment judge(PathSettings settings, Access access, Path path) {
        return new PathGuard(settings, access).judge(new JsonString(path.toString()));
    }

    @Test
    void a_directory_is_read_with_everything_below_only_where_nothing_below_may_be_denied() throws IOException {
        PathSettings settings = settings().withDeny("docs/private/**");
        assertThat(judge(settings, Access.READ, root.resolve("docs"))).isEqualTo(Assessment.fit());
        refused(judge(settings, Access.READ_TREE, root.resolve("docs")), Reason.PATH_DENIED);
        refused(judge(settings, Access.READ_TREE, root), Reason.PATH_DENIED);
        Files.createSymbolicLink(root.resolve("link"), root.resolve("docs"));
        refused(judge(settings, Access.READ_TREE, root.resolve("link")), Reason.PATH_DENIED);
        Files.createDirectory(root.resolve("src"));
        assertThat(judge(settings, Access.READ_TREE, root.resolve("src"))).isEqualTo(Assessment.fit());
        // It is a file, whatever is written after it.
        assertThat(new PathGuard(settings.withDeny("**/.git/**"), Access.READ_TREE)
                        .judge(new JsonString(root.resolve("a.md") + "/")))
                .isEqualTo(Assessment.fit());
    }

    private static void refused(Assessment assessment, Reason reason) {
        assertThat(assessment)
                .isInstanceOfSatisfying(
                        Assessment.Unfit.class,
                        unfit -> assertThat(unfit.reason()).isEqualTo(reason));
    }

    static Stream<Arguments> links() {
        return Stream.of(
                arguments("BASE/outside.md", Reason.PATH_LINK),
                arguments("../outside.md", Reason.PATH_LINK),
                arguments("docs/../../outside.md", Reason.PATH_LINK),
                arguments("BASE/root-evil/secret.md", Reason.PATH_LINK),
                arguments("/", Reason.PATH_LINK),
                arguments("missing", Reason.PATH_LINK),
                arguments("../missing", Reason.PATH_LINK),
                arguments("link", Reason.PATH_LINK),
                arguments("a.md/../a.md", Reason.PATH_LINK),
                arguments("/proc/self/cwd", Reason.PATH_LINK),
                arguments("/dev/fd/0", Reason.PATH_LINK),
                arguments("/dev/null", Reason.PATH_SPECIAL),
                arguments(".git/config", Reason.PATH_DENIED));
    }

    @ParameterizedTest
    @MethodSource("links")
    void a_link_that_leads_elsewhere_is_refused_and_its_target_kept_from_the_caller(String target, Reason reason)
            throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of(target.replace("BASE", base.toString())));
        for (Access access : Access.values()) {
            Assessment assessment = judge(settings(), access, link);
            refused(assessment, reason);
            Assessment.Unfit unfit = (Assessment.Unfit) assessment;
            assertThat(unfit.message()).doesNotContain(base.toString()).doesNotContain("/dev");
            assertThat(unfit.cause()).contains("/");
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void what_lies_beyond_such_a_link_is_refused_as_well(String target, Reason reason) throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of(target.replace("BASE", base.toString())));
        assertThat(judge(settings(), Access.READ, link.resolve("new"))).isInstanceOf(Assessment.Unfit.class);
    }

    @Test
    void a_link_that_stays_inside_is_followed() throws IOException {
        Path there = Files.createSymbolicLink(root.resolve("there"), Path.of("docs"));
        Path back = Files.createSymbolicLink(root.resolve("back"), Path.of("there/../a.md"));
        for (Access access : Access.values()) {
            assertThat(judge(settings(), access, there.resolve("new/file.md"))).isEqualTo(Assessment.fit());
            assertThat(judge(settings(), access, back)).isEqualTo(Assessment.fit());
        }
    }

    @Test
    void a_link_into_a_root_of_reading_may_be_read_and_not_written() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), base.resolve("library/book.md"));
        assertThat(judge(settings(), Access.READ, link)).isEqualTo(Assessment.fit());
        refused(judge(settings(), Access.WRITE, link), Reason.PATH_LINK);
    }

    @Test
    void a_file_with_a_second_name_may_be_read_and_not_written() throws IOException {
        Path link = Files.createLink(root.resolve("hard.md"), base.resolve("outside.md"));
        assertThat(judge(settings(), Access.READ, link)).isEqualTo(Assessment.fit());
        refused(judge(settings(), Access.WRITE, link), Reason.PATH_LINK);
    }

    @Test
    void extensions_are_those_of_the_name_and_of_the_file() throws IOException {
        PathSettings settings = settings().withExtensions("md");
        Path masked = Files.createSymbolicLink(root.resolve("key.md"), Path.of("key.pem"));
        Path bare = Files.createSymbolicLink(root.resolve("bare"), Path.of("a.md"));
        refused(judge(settings, Access.READ, masked), Reason.PATH_EXTENSION);
        refused(judge(settings, Access.READ, bare), Reason.PATH_EXTENSION);
        refused(judge(settings, Access.WRITE, root.resolve("docs/new.sh")), Reason.PATH_EXTENSION);
        assertThat(judge(settings, Access.READ, root.resolve("a.md"))).isEqualTo(Assessment.fit());
        assertThat(judge(settings, Access.READ, root.resolve("docs"))).isEqualTo(Assessment.fit());
    }

    @Test
    void a_pipe_and_a_socket_are_no_files() throws Exception {
        Path pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        refused(judge(settings(), Access.READ, pipe), Reason.PATH_SPECIAL);
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
            refused(judge(settings(), Access.WRITE, root.resolve("socket")), Reason.PATH_SPECIAL);
        }
    }

    @Test
    void who_has_to_be_looked_for_below_hundreds_of_directories_is_not_looked_for() throws IOException {
        Path deep = root;
        for (int i = 0; i < 260; i++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        refused(judge(settings(), Access.READ, deep), Reason.PATH_LINK);
        assertThat(judge(settings(), Access.READ, root.resolve("d/".repeat(100))))
                .isEqualTo(Assessment.fit());
    }

    @Test
    void below_a_file_there_is_nothing() {
        refused(judge(settings(), Access.READ, root.resolve("a.md/b.md")), Reason.PATH_LINK);
    }

    @Test
    void a_root_that_is_not_there_opens_nothing() {
        PathSettings settings =
                PathSettings.writing(base.resolve("absent").toString()).withMode(PathMode.REAL);
        refused(judge(settings, Access.WRITE, base.resolve("absent/a")), Reason.PATH_LINK);
    }

    @Test
    void a_root_that_is_a_dangling_link_opens_nothing() throws IOException {
        Path link = Files.createSymbolicLink(base.resolve("dangling"), base.resolve("absent"));
        PathSettings settings = PathSettings.writing(link.toString()).withMode(PathMode.REAL);
        refused(judge(settings, Access.WRITE, link.resolve("a")), Reason.PATH_LINK);
    }

    @Test
    void the_trees_of_the_kernel_are_no_files_below_the_root_of_the_system() throws IOException {
        PathSettings settings = PathSettings.reading("/").withMode(PathMode.REAL);
        refused(judge(settings, Access.READ, Path.of("/proc/self/environ")), Reason.PATH_SPECIAL);
        refused(judge(settings, Access.READ, Path.of("/proc")), Reason.PATH_SPECIAL);
        refused(judge(settings, Access.READ, Path.of("/dev/stdin")), Reason.PATH_SPECIAL);
        refused(judge(settings, Access.READ, Path.of("/sys/kernel")), Reason.PATH_SPECIAL);
        assertThat(judge(settings, Access.READ, root.resolve("a.md"))).isEqualTo(Assessment.fit());
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("/sys/kernel"));
        refused(judge(settings, Access.READ, link), Reason.PATH_SPECIAL);
    }
}
