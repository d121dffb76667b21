package dev.lockkeeper.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/**
 * A file system that a test mounts. Needs root on Linux, or in CI a runner that may use {@code sudo}; elsewhere the test is
 * skipped, but in CI on Linux it fails: without that nobody would notice that it never runs.
 */
public final class Mount implements AutoCloseable {

    private static final boolean CI = System.getenv("CI") != null;

    private final Path directory;

    private Mount(Path directory) {
        this.directory = directory;
    }

    /** A disk in memory of this size, such as {@code 256k}, over an existing directory. */
    public static Mount small(Path directory, String size) {
        return mounted(
                directory, AsRoot.exit("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString()));
    }

    /** An existing directory, which is read-only until this is closed. */
    public static Mount readOnly(Path directory) {
        var mount = mounted(directory, AsRoot.exit("mount", "--bind", directory.toString(), directory.toString()));
        mount.remount("ro,bind");
        return mount;
    }

    /** What is in another directory, over an existing one. */
    public static Mount of(Path source, Path directory) {
        return mounted(directory, AsRoot.exit("mount", "--bind", source.toString(), directory.toString()));
    }

    /** The processes of the system, over an existing directory. */
    public static Mount processes(Path directory) {
        return mounted(directory, AsRoot.exit("mount", "-t", "proc", "proc", directory.toString()));
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
        assertThat(AsRoot.exit("mount", "-o", "remount," + options, directory.toString()))
                .as(options)
                .isZero();
    }

    @Override
    public void close() {
        assertThat(AsRoot.exit("umount", directory.toString())).isZero();
    }
}
