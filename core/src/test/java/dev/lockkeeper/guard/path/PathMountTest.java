package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.CrookedTree;
import dev.lockkeeper.testing.CrookedTree.Link;
import dev.lockkeeper.testing.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is mounted below a root belongs to it: only who runs the machine can mount. Skipped where nobody can, not in CI. */
class PathMountTest {

    @SuppressWarnings("NullAway.Init")
    private CrookedTree tree;

    @BeforeEach
    void plant(@TempDir Path directory) throws IOException {
        tree = new CrookedTree(directory.toRealPath());
        tree.grow(List.of());
        Files.createDirectory(tree.root().resolve("mounted"));
    }

    @Test
    void another_file_system_below_the_root_is_inside() throws IOException {
        Path mounted = tree.root().resolve("mounted");
        try (Mount _ = Mount.small(mounted, "1m")) {
            Files.writeString(mounted.resolve("file.txt"), "This is on another disk");
            Files.createSymbolicLink(mounted.resolve("out"), tree.outside().resolve("f.txt"));
            Files.createSymbolicLink(mounted.resolve("up"), Path.of("../../outside/f.txt"));
            Files.createSymbolicLink(mounted.resolve("back"), Path.of("../a/f.txt"));
            var oracle = new TreeOracle(tree);
            oracle.everythingInsideIsAllowed();
            for (String name : List.of("file.txt", "out", "up", "back", "new/file.txt")) {
                oracle.readsInside(mounted + "/" + name);
                oracle.writesInside(mounted + "/" + name);
            }
            assertThat(oracle.mayRead(mounted + "/out")).isFalse();
            assertThat(oracle.mayRead(mounted + "/up")).isFalse();
            assertThat(oracle.mayRead(mounted + "/back")).isTrue();
        }
    }

    @Test
    void a_directory_bound_into_the_root_is_inside_by_that_name_only() throws IOException {
        Path mounted = tree.root().resolve("mounted");
        Files.createSymbolicLink(tree.root().resolve("link"), tree.outside().resolve("d/f.txt"));
        try (Mount _ = Mount.of(tree.outside().resolve("d"), mounted)) {
            var oracle = new TreeOracle(tree);
            oracle.readsInside(mounted + "/f.txt");
            assertThat(oracle.mayRead(mounted + "/f.txt")).isTrue();
            assertThat(oracle.mayRead(tree.root() + "/link")).isFalse();
        }
    }

    @Test
    void nobody_gets_through_processes_that_are_mounted_below_the_root() throws IOException {
        Path mounted = tree.root().resolve("mounted");
        tree.grow(List.of(new Link("root", "l0", "mounted/self/root/BASE/outside/f.txt")));
        Files.createDirectory(mounted);
        try (Mount _ = Mount.processes(mounted)) {
            var guard =
                    new PathGuard(PathSettings.reading(tree.root().toString()).withMode(PathMode.REAL), Access.READ);
            for (String way :
                    List.of("self/root/etc/passwd", "self/root", "self/cwd/pom.xml", "self/exe", "self/fd/0")) {
                assertThat(guard.judge(new JsonString(mounted + "/" + way)))
                        .as(way)
                        .isInstanceOf(Assessment.Unfit.class);
            }
            assertThat(guard.judge(new JsonString(tree.root() + "/l0"))).isInstanceOf(Assessment.Unfit.class);
        }
    }
}
