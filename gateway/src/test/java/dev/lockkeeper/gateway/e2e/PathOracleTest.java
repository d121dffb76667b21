package dev.lockkeeper.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.path.Access;
import dev.lockkeeper.guard.path.PathGuard;
import dev.lockkeeper.guard.path.PathMode;
import dev.lockkeeper.guard.path.PathSettings;
import dev.lockkeeper.json.JsonArray;
import dev.lockkeeper.json.JsonBoolean;
import dev.lockkeeper.json.JsonObject;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.CrookedTree;
import dev.lockkeeper.testing.CrookedTree.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * What the guard of paths allows, asked of the real file server. The server may use the root and all beside it, so that
 * nothing but the guard keeps anybody inside.
 */
class PathOracleTest {

    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static CrookedTree tree;

    @SuppressWarnings("NullAway.Init")
    private static RawClient server;

    @BeforeContainer
    static void start() throws Exception {
        directory = Files.createTempDirectory("oracle").toRealPath();
        tree = new CrookedTree(directory);
        Process process = new ProcessBuilder(Peers.command("filesystem", directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        server = new RawClient.OverStdio(process);
        server.ask("initialize", RawClient.introduction("2025-11-25"));
        server.tell("notifications/initialized");
    }

    @AfterContainer
    static void stop() throws IOException {
        server.close();
        tree.clear();
        Files.delete(tree.root());
        Files.delete(directory);
    }

    @Property(tries = 100)
    void the_file_server_reads_and_writes_inside_only(
            @ForAll("links") List<Link> links, @ForAll("paths") List<String> paths) throws Exception {
        tree.grow(links);
        PathSettings settings = PathSettings.writing(tree.root().toString()).withMode(PathMode.REAL);
        var reading = new PathGuard(settings, Access.READ);
        var writing = new PathGuard(settings, Access.WRITE);
        Set<String> contents = tree.contentsInside();
        for (String below : paths) {
            if (allows(reading, directory + below)) {
                readsInside(directory + below, contents);
            }
        }
        Statistics.coverage(coverage -> coverage.check("read").percentage(share -> share > 5));
        for (String below : paths) {
            if (allows(writing, directory + below)) {
                writesInside(directory + below);
            }
        }
    }

    private static boolean allows(PathGuard guard, String path) {
        return guard.judge(new JsonString(path)) instanceof Assessment.Fit;
    }

    private static void readsInside(String path, Set<String> contents) throws Exception {
        JsonObject result = call("read_text_file", JsonObject.EMPTY.with("path", path));
        boolean read = !JsonBoolean.TRUE.equals(result.get("isError"));
        Statistics.collect(read ? "read" : "not read");
        if (read) {
            JsonArray content = (JsonArray) Objects.requireNonNull(result.get("content"));
            assertThat(contents).as(path).contains(((JsonObject) content.items().getFirst()).string("text"));
        }
    }

    private static void writesInside(String path) throws Exception {
        Map<String, String> before = tree.beside();
        call("create_directory", JsonObject.EMPTY.with("path", path.substring(0, path.lastIndexOf('/'))));
        call("write_file", JsonObject.EMPTY.with("path", path).with("content", "changed"));
        call("create_directory", JsonObject.EMPTY.with("path", path + "/made"));
        assertThat(tree.beside()).as(path).isEqualTo(before);
    }

    private static JsonObject call(String tool, JsonObject arguments) throws Exception {
        JsonObject call = JsonObject.EMPTY.with("name", tool).with("arguments", arguments);
        return Objects.requireNonNull(server.ask("tools/call", call).object("result"));
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
