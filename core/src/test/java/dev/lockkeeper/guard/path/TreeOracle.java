package dev.lockkeeper.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.testing.CrookedTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/** Holds what the guard says of a path against what the kernel makes of it. */
final class TreeOracle {

    private final CrookedTree tree;
    private final PathGuard reading;
    private final PathGuard writing;
    private final Set<Object> identities;
    private final Set<String> contents;

    /** Of a tree as it is now, for reading; what is written may change it. */
    TreeOracle(CrookedTree tree) throws IOException {
        this(tree, tree.root());
    }

    TreeOracle(CrookedTree tree, Path root) throws IOException {
        this.tree = tree;
        this.identities = tree.identitiesInside();
        this.contents = tree.contentsInside();
        PathSettings settings = PathSettings.writing(root.toString()).withMode(PathMode.REAL);
        this.reading = new PathGuard(settings, Access.READ);
        this.writing = new PathGuard(settings, Access.WRITE);
    }

    boolean mayRead(String path) {
        return reading.judge(new JsonString(path)) instanceof Assessment.Fit;
    }

    boolean mayWrite(String path) {
        return writing.judge(new JsonString(path)) instanceof Assessment.Fit;
    }

    /** What may be read is one of the files inside. Nothing is changed. */
    void readsInside(String path) throws IOException {
        Path file = Path.of(path);
        if (!mayRead(path) || !Files.exists(file)) {
            return;
        }
        assertThat(identities).as(path).contains(CrookedTree.identity(file));
        if (!Files.isDirectory(file)) {
            assertThat(contents).as(path).contains(opened(file));
        }
    }

    private static String opened(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            var bytes = ByteBuffer.allocate(10_000);
            while (channel.read(bytes) > 0) {
                // Until its end.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** Whatever is written where one may write changes nothing beside the root. */
    void writesInside(String path) throws IOException {
        if (!mayWrite(path)) {
            return;
        }
        Map<String, String> before = tree.beside();
        Path file = Path.of(path);
        Path written = Files.isDirectory(file) ? file.resolve("made") : file;
        Files.createDirectories(written.getParent());
        try (SeekableByteChannel channel =
                Files.newByteChannel(written, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode("changed"));
        }
        assertThat(tree.beside()).as(path).isEqualTo(before);
        assertThat(tree.identitiesInside()).as(path).contains(CrookedTree.identity(written));
    }

    /** A path that names a file or directory inside, and is written plainly, may be read. */
    void plainPathsAreAllowed(String path) throws IOException {
        boolean plain = !path.contains("/.") && !path.contains("//") && !path.contains("%2");
        if (!plain || !(path + "/").startsWith(tree.root() + "/")) {
            return;
        }
        try {
            if (Path.of(path).toRealPath().startsWith(tree.root())) {
                assertThat(mayRead(path)).as(path).isTrue();
            }
        } catch (NoSuchFileException missing) {
            // Nothing to read.
        } catch (FileSystemException loop) {
            assertThat(mayRead(path)).as("%s: %s", path, loop).isFalse();
        }
    }

    /** Everything inside may be used, but that what has a second name may not be written. */
    void everythingInsideIsAllowed() throws IOException {
        for (Path file : tree.inside()) {
            assertThat(mayRead(file.toString())).as("read %s", file).isTrue();
            boolean twice = Files.isRegularFile(file)
                    && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
            assertThat(mayWrite(file.toString())).as("write %s", file).isEqualTo(!twice);
            assertThat(mayWrite(file.resolveSibling("something new").toString()))
                    .as("make beside %s", file)
                    .isEqualTo(!file.equals(tree.root()));
        }
    }
}
