package dev.lockkeeper.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The working tree that is tested. */
public final class Checkout {

    private Checkout() {}

    /** The directory of the root pom. */
    public static Path root() {
        String root = System.getProperty("lockkeeper.root");
        if (root == null) {
            throw new IllegalStateException("run tests with -Dlockkeeper.root=DIRECTORY, as the poms do");
        }
        return Path.of(root).toAbsolutePath().normalize();
    }

    /** A file or directory of {@code testdata}, such as {@code json/reader.yaml}. */
    public static Path testdata(String path) {
        return root().resolve("testdata").resolve(path);
    }

    /** The text of a file of the checkout. */
    public static String text(String path) {
        try {
            return Files.readString(root().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The files that belong to the repository, relative to its root: what git tracks and what it would add. Where there
     * is no git, as in an exported archive, all files outside of directories that are built.
     */
    public static List<Path> files() {
        try {
            Process git = new ProcessBuilder(
                            "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
                    .directory(root().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String names;
            try (var out = new BufferedReader(new InputStreamReader(git.getInputStream(), StandardCharsets.UTF_8))) {
                names = out.readAllAsString();
            }
            if (git.waitFor() == 0 && !names.isEmpty()) {
                return Stream.of(names.split("\0"))
                        .map(Path::of)
                        .filter(file -> Files.isRegularFile(root().resolve(file)))
                        .toList();
            }
        } catch (IOException noGit) {
            // The walk below answers as well.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git listed the files", e);
        }
        return walk();
    }

    private static List<Path> walk() {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root().relativize(file))
                    .filter(file -> Stream.of(".git", "target", "node_modules")
                            .noneMatch(built ->
                                    file.startsWith(built) || file.toString().contains("/" + built + "/")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
