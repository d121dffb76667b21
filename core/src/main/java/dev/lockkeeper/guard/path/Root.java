package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import org.jspecify.annotations.Nullable;

/**
 * A directory that may be used.
 *
 * @param path with slashes for separators
 * @param prefix what the paths of everything below begin with
 */
record Root(String path, String prefix) {

    static Root of(String path) {
        return new Root(path, path.endsWith("/") ? path : path + "/");
    }

    // By segment: what only begins with the same letters, as /workspace-evil does, is another directory.
    boolean contains(String other) {
        return other.startsWith(prefix) || other.equals(path);
    }

    /** What follows this root, between slashes; one slash for the root itself. */
    String rest(String below) {
        return below.length() <= prefix.length() ? "/" : below.substring(prefix.length() - 1) + "/";
    }

    /**
     * Objects to the trees of the kernel where the root is that of the whole system: processes and devices are no files,
     * and what they are depends on who asks.
     */
    @Nullable Assessment special(String below) {
        return path.equals("/") && ofKernel(below) ? Objection.SPECIAL : null;
    }

    /** Whether such a tree lies below the directory. */
    boolean specialBelow(String directory) {
        return path.equals("/") && directory.equals("/");
    }

    static boolean ofKernel(String path) {
        return within(path, "/proc") || within(path, "/sys") || within(path, "/dev");
    }

    private static boolean within(String path, String tree) {
        return path.startsWith(tree) && (path.length() == tree.length() || path.charAt(tree.length()) == '/');
    }
}
