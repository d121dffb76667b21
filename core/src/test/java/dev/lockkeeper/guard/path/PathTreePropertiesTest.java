package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.testing.CrookedTree;
import dev.lockkeeper.testing.CrookedTree.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Real trees with links in all directions: what the guard allows, opened by the kernel, lies inside. */
class PathTreePropertiesTest {

    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static CrookedTree tree;

    @BeforeContainer
    static void plant() throws IOException {
        directory = Files.createTempDirectory("crooked").toRealPath();
        tree = new CrookedTree(directory);
    }

    @AfterContainer
    static void fell() throws IOException {
        tree.clear();
        Files.delete(tree.root());
        Files.delete(directory);
    }

    @Property(tries = 250)
    void what_is_allowed_lies_inside(@ForAll("links") List<Link> links, @ForAll("paths") List<String> paths)
            throws IOException {
        tree.grow(links);
        var oracle = new TreeOracle(tree);
        for (String below : paths) {
            String path = directory + below;
            oracle.readsInside(path);
            oracle.plainPathsAreAllowed(path);
            Statistics.collect(oracle.mayRead(path) ? "allowed" : "refused");
        }
        Statistics.coverage(coverage -> coverage.check("allowed").percentage(share -> share > 5));
        for (String below : paths) {
            oracle.writesInside(directory + below);
        }
    }

    @Property(tries = 100)
    void everything_inside_is_allowed(@ForAll("links") List<Link> links) throws IOException {
        tree.grow(links);
        new TreeOracle(tree).everythingInsideIsAllowed();
    }

    @Property(tries = 30)
    void a_root_that_is_a_link_is_the_directory_it_leads_to(@ForAll("links") List<Link> links) throws IOException {
        tree.grow(links);
        Path root = Files.createSymbolicLink(tree.outside().resolve("way"), tree.root());
        var linked = new TreeOracle(tree, root);
        for (Path file : tree.inside()) {
            String below = file.toString().substring(tree.root().toString().length());
            assertThat(linked.mayRead(root + below)).as(below).isTrue();
            assertThat(linked.mayRead(file.toString()))
                    .as("under its other name")
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<List<Link>> links() {
        return CrookedTree.links();
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return CrookedTree.paths();
    }
}
