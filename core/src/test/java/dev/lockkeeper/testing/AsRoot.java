package dev.lockkeeper.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What only root can do; in CI by {@code sudo}, where the runner is somebody else. */
final class AsRoot {

    private static final boolean CI = System.getenv("CI") != null;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private AsRoot() {}

    /** Runs a command to its end; -1 where it cannot be run. */
    static int exit(String... command) {
        List<String> line = new ArrayList<>(CI && !ROOT ? List.of("sudo", "-n") : List.of());
        line.addAll(List.of(command));
        try {
            return new ProcessBuilder(line).inheritIO().start().onExit().join().exitValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
