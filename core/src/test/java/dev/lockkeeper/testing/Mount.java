package dev.lockkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system that a test mounts. Needs root on Linux, or in CI a runner that may use {@code sudo}; elsewhere the test is
 * skipped, but in CI on Linux it fails: without that nobody would notice that it never runs.
 */
public final class Mount implements AutoCloseable {

    private static final boolean CI = System.getenv("CI") != null;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path directory;

    private Mount(Path directory) {
        this.directory = directory;
    }

    /** A disk in memory of this size, such as {@code 256k}, over an existing directory. */
    public static Mount small(Path directory, String size) {
        return mounted(directory, exit("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString()));
    }

    /** An existing directory, which is read-only until this is closed. */
    public static Mount readOnly(Path directory) {
        var mount = mounted(directory, exit("mount", "--bind", directory.toString(), directory.toString()));
        mount.remount("ro,bind");
        return mount;
    }

    /** What is in another directory, over an existing one. */
    public static Mount of(Path source, Path directory) {
        return mounted(directory, exit("mount", "--bind", source.toString(), directory.toString()));
    }

    /** The processes of the system, over an existing directory. */
    public static Mount processes(Path directory) {
        return mounted(directory, exit("mount", "-t", "proc", "proc", directory.toString()));
    }

    private static Mount mounted(Path directory, int exit) {
        boolean linux = System.getProperty("os.name").equals("Linux");
        assertThat(exit == 0 || !CI || !linux)
                .as("CI can mount, as root or by sudo")
                .isTrue();
        assumeTrue(exit == 0, "only root on Linux can mount a file system for this test");
        return new Mount(directory);
    }

    /** Changes its options, such as {@code size=2m}. */
    public void remount(String options) {
        assertThat(exit("mount", "-o", "remount," + options, directory.toString()))
                .as(options)
                .isZero();
    }

    @Override
    public void close() {
        assertThat(exit("umount", directory.toString())).isZero();
    }

    private static int exit(String... command) {
        List<String> line = new ArrayList<>(CI && !ROOT ? List.of("sudo", "-n") : List.of());
        line.addAll(List.of(command));
        try {
            return new ProcessBuilder(line).inheritIO().start().onExit().join().exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
