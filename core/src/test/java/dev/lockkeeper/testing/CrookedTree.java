package dev.lockkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Real files below a root and beside it, with symbolic links that lead anywhere, and a file with one name inside and one
 * outside. Who gets from the root to what is beside it has escaped.
 */
public final class CrookedTree {

    private static final List<String> DIRECTORIES = List.of(
            "root",
            "root/a",
            "root/a/b",
            "root/My Files",
            "root/r\u00E9sum\u00E9s",
            "outside",
            "outside/d",
            "root-evil");

    private static final List<String> NAMES = List.of("l0", "l1", "l2", "l3");

    // BASE is the directory that root and outside are in.
    private static final List<String> TARGETS = List.of(
            "f.txt",
            "a",
            "a/b",
            ".",
            "..",
            "../..",
            "./a/./b/..",
            "../outside",
            "../outside/f.txt",
            "../../outside",
            "../root-evil",
            "../root/a/f.txt",
            "l0",
            "l1",
            "l2",
            "../l0",
            "a/l1",
            "b/../l2",
            "a/l1/f.txt",
            "missing",
            "../outside/missing",
            "new",
            "BASE/root",
            "BASE/root/a",
            "BASE/root/new/deep",
            "BASE/root-evil/f.txt",
            "BASE/outside",
            "BASE/outside/f.txt",
            "BASE/outside/d",
            "BASE/outside/l0",
            "BASE/outside/d/l1",
            "BASE/outside/missing",
            "/proc/self/cwd",
            "/proc/self/root",
            "/proc/self/fd/0",
            "/dev/null",
            "/dev/fd");

    private static final List<String> SEGMENTS = List.of(
            "a",
            "b",
            "l0",
            "l1",
            "l2",
            "l3",
            "f.txt",
            "hard.txt",
            "100%.txt",
            "My Files",
            "r\u00E9sum\u00E9s",
            "new",
            "new2",
            "d",
            "outside",
            "..",
            ".",
            "",
            "%2e%2e");

    private final Path base;

    /** A symbolic link; the target as it is written in it. */
    public record Link(String directory, String name, String target) {}

    /** @param base an existing directory under its real name */
    public CrookedTree(Path base) {
        this.base = base;
        try {
            Files.createDirectories(root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path root() {
        return base.resolve("root");
    }

    public Path outside() {
        return base.resolve("outside");
    }

    /** Some links, in the order in which they are made; of two at one place the first. */
    public static Arbitrary<List<Link>> links() {
        return Combinators.combine(Arbitraries.of(DIRECTORIES), Arbitraries.of(NAMES), Arbitraries.of(TARGETS))
                .as(Link::new)
                .list()
                .ofMaxSize(8);
    }

    /** Paths that begin with the root, or nearly, as texts below a base that is still to be put in front. */
    public static Arbitrary<List<String>> paths() {
        Arbitrary<String> start = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just("/root")), Tuple.of(1, Arbitraries.of("/root-evil", "/outside", "")));
        Arbitrary<String> end = Arbitraries.of("", "", "/f.txt", "/f.txt", "/hard.txt", "/new");
        Arbitrary<String> path = Combinators.combine(
                        start, Arbitraries.of(SEGMENTS).list().ofMaxSize(4), end)
                .as((first, segments, last) ->
                        first + (segments.isEmpty() ? "" : "/" + String.join("/", segments)) + last);
        return path.list().ofMinSize(10).ofMaxSize(40);
    }

    /** Makes everything anew. */
    public void grow(List<Link> links) {
        try {
            clear();
            for (String directory : DIRECTORIES) {
                Files.createDirectories(base.resolve(directory));
                Files.writeString(base.resolve(directory).resolve("f.txt"), "This is " + directory);
            }
            Files.writeString(root().resolve("100%.txt"), "This is 100%");
            Files.writeString(outside().resolve("twice.txt"), "This has two names");
            Files.createLink(root().resolve("hard.txt"), outside().resolve("twice.txt"));
            for (Link link : links) {
                link(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void link(Link link) throws IOException {
        try {
            Files.createSymbolicLink(
                    base.resolve(link.directory()).resolve(link.name()),
                    Path.of(link.target().replace("BASE", base.toString())));
        } catch (FileAlreadyExistsException e) {
            // Of two at one place the first.
        }
    }

    /** Removes all but the root, which a server may have open. */
    public void clear() throws IOException {
        try (Stream<Path> all = Files.walk(base)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(base) && !file.equals(root())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What is below the root without following any link. */
    public List<Path> inside() {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(file -> !Files.isSymbolicLink(file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By what the kernel knows a file, whatever its names. */
    public static Object identity(Path file, LinkOption... options) throws IOException {
        return Files.readAttributes(file, "unix:dev,ino", options);
    }

    public Set<Object> identitiesInside() throws IOException {
        Set<Object> identities = new HashSet<>();
        for (Path file : inside()) {
            identities.add(identity(file, LinkOption.NOFOLLOW_LINKS));
        }
        return identities;
    }

    /** What can be read below the root. */
    public Set<String> contentsInside() throws IOException {
        Set<String> contents = new HashSet<>();
        for (Path file : inside()) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                contents.add(Files.readString(file));
            }
        }
        return contents;
    }

    /** Everything beside the root: names, contents and links. */
    public Map<String, String> beside() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.filter(file -> !file.startsWith(root())).toList()) {
                all.put(
                        file.toString(),
                        Files.isSymbolicLink(file)
                                ? "-> " + Files.readSymbolicLink(file)
                                : Files.isRegularFile(file) ? Files.readString(file) : "");
            }
        }
        return all;
    }
}
