package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.path.Landing.Found;
import dev.lockkeeper.guard.path.Landing.Free;
import dev.lockkeeper.guard.path.Landing.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine. Follows a path name by name as the kernel does, so that it is known of each name whether a
 * symbolic link brought it in: such a name must exist, or writing would make a file wherever the link points.
 */
final class RealTree {

    // As Linux counts (path_resolution(7)).
    private static final int MOST_LINKS = 40;

    // The kernel looks up every name above each that is asked for: their number counts twice.
    private static final int MOST_NAMES = 256;

    private final Deque<Path> todo = new ArrayDeque<>();
    private int own;
    private int links;
    private int names;
    private Path at;

    private RealTree(Path given) {
        this.at = root(given);
        given.forEach(todo::add);
        this.own = todo.size();
    }

    /** @param path absolute, without any segment that leads elsewhere */
    static Landing follow(String path) {
        try {
            return new RealTree(Path.of(path)).land();
        } catch (InvalidPathException e) {
            return lost("no file of this machine can have this name");
        } catch (IOException e) {
            return lost("cannot be followed: " + e);
        }
    }

    private Landing land() throws IOException {
        while (!todo.isEmpty()) {
            boolean linked = todo.size() > own;
            Path name = todo.pop();
            if (++names > MOST_NAMES) {
                return lost("more than " + MOST_NAMES + " names to follow");
            }
            own = Math.min(own, todo.size());
            String text = name.toString();
            if (text.equals(".")) {
                continue;
            }
            if (text.equals("..")) {
                // Only a link has these, and the kernel goes up from where the link has led.
                at = Objects.requireNonNullElse(at.getParent(), at);
                continue;
            }
            Landing end = step(at.resolve(name), linked);
            if (end != null) {
                return end;
            }
        }
        return new Found(at, Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Goes one name further, or says where the way ends. */
    private @Nullable Landing step(Path next, boolean linked) throws IOException {
        if (linked && Root.ofKernel(next.toString()) && next.startsWith("/proc")) {
            // Another process would be led elsewhere.
            return lost("a symbolic link leads to " + next);
        }
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(next, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return linked ? lost("a symbolic link leads to " + next + ", which is not there") : new Free(rest(next));
        }
        if (found.isSymbolicLink()) {
            links++;
            return links > MOST_LINKS ? lost("too many symbolic links, at " + next) : enter(next);
        }
        if (found.isOther()) {
            return new Lost(Objection.special(next + " is neither a file nor a directory"));
        }
        if (!found.isDirectory() && !todo.isEmpty()) {
            return lost(next + " is no directory");
        }
        at = next;
        return null;
    }

    private @Nullable Landing enter(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            todo.push(target.getName(i));
        }
        if (target.isAbsolute()) {
            at = root(target);
        }
        return null;
    }

    private Path rest(Path first) {
        Path whole = first;
        for (Path name : todo) {
            whole = whole.resolve(name);
        }
        return whole;
    }

    private static Path root(Path absolute) {
        return Objects.requireNonNull(absolute.getRoot(), "only absolute paths are followed");
    }

    private static Lost lost(String cause) {
        return new Lost(Objection.link(cause));
    }
}
