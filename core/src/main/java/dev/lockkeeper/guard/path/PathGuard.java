package dev.lockkeeper.guard.path;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ValueGuard;
import dev.lockkeeper.guard.path.Landing.Found;
import dev.lockkeeper.guard.path.Landing.Free;
import dev.lockkeeper.guard.path.Landing.Lost;
import dev.lockkeeper.json.Json;
import dev.lockkeeper.json.JsonString;
import dev.lockkeeper.reason.Reason;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text names a file or directory that may be used. What it names must lie below an allowed root, segment by
 * segment, in every reading that a server could give the text; the text is never changed. Immutable and thread-safe; time
 * and memory are bounded by {@link PathSettings#mostBytes()}.
 *
 * <p>In {@linkplain PathMode#REAL real mode} the path and the roots are also followed through symbolic links at the moment
 * of the question, and what is found, or would be made, must lie inside. Nothing can say that it is still so when the
 * server opens the file: who else may write below the root may win that race. A hard link looks like the file that it is;
 * a file with a second name is therefore not to be written, where the platform tells, but may be read: whoever made the
 * name could read the file already.
 */
public final class PathGuard implements ValueGuard {

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private final PathSettings settings;
    private final Access access;
    private final Spelling spelling;
    private final Territory territory;
    private final @Nullable String base;

    /**
     * @param settings what may be reached
     * @param access what the server does to the file that the argument names
     * @throws IllegalArgumentException where a root, pattern or extension is none, with a sentence for the operator
     */
    public PathGuard(PathSettings settings, Access access) {
        this.settings = settings;
        this.access = access;
        this.spelling = new Spelling(settings);
        List<Root> read = settings.read().stream().map(this::root).toList();
        List<Root> write = settings.write().stream().map(this::root).toList();
        this.territory = new Territory(
                switch (access) {
                    case READ, READ_TREE ->
                        Stream.concat(read.stream(), write.stream()).toList();
                    case WRITE -> write;
                },
                read,
                new DenyList(settings.deny()),
                new Extensions(settings.extensions()));
        this.base = settings.relative() == null
                ? null
                : base(root(settings.relative()), Stream.concat(read.stream(), write.stream()));
        boolean windows = FileSystems.getDefault().getSeparator().equals("\\");
        if (settings.mode() == PathMode.REAL && windows != (settings.style() == PathStyle.WINDOWS)) {
            throw new IllegalArgumentException(
                    "mode: real looks at files of this machine, whose style is " + (windows ? "windows." : "posix."));
        }
    }

    private Root root(String directory) {
        String message = null;
        String slashes = spelling.slashes(directory);
        if (spelling.objection(directory) instanceof Assessment.Unfit unfit) {
            message = unfit.message();
        } else if (!spelling.absolute(slashes)) {
            message = "Write an absolute path.";
        } else if (Root.ofKernel(slashes) && !slashes.startsWith("/dev/")) {
            message = "Processes and devices are no files.";
        }
        if (message != null) {
            throw new IllegalArgumentException("The directory \"" + directory + "\" cannot be a root. " + message);
        }
        return Root.of(trimmed(slashes));
    }

    private static String base(Root directory, Stream<Root> roots) {
        if (roots.noneMatch(root -> root.contains(directory.path()))) {
            throw new IllegalArgumentException(
                    "Relative paths count from \"" + directory.path() + "\", which is no root and lies below none.");
        }
        return directory.prefix();
    }

    @Override
    public Assessment judge(Json value) {
        if (!(value instanceof JsonString(String text))) {
            return Objection.NO_TEXT;
        }
        Assessment objection = spelling.objection(text);
        if (objection != null) {
            return objection;
        }
        String path = absolute(spelling.slashes(text));
        if (path == null) {
            return Objection.RELATIVE;
        }
        objection = territory.objection(path);
        if (objection == null) {
            objection = settings.mode() == PathMode.REAL ? whereItLeads(path) : byItsText(text, path);
        }
        return objection == null ? Assessment.fit() : objection;
    }

    /** Only the caller says what is a directory, by a slash at the end: what has none is taken for a file. */
    private @Nullable Assessment byItsText(String text, String path) {
        boolean directory = spelling.slashes(text).endsWith("/") || text.equals(".");
        return access == Access.READ_TREE && (directory || territory.root(path))
                ? territory.below(path)
                : territory.kind(path);
    }

    private @Nullable String absolute(String text) {
        if (spelling.absolute(text)) {
            return trimmed(text);
        }
        if (base == null) {
            return null;
        }
        if (text.equals(".") || text.equals("./")) {
            return trimmed(base);
        }
        return trimmed(base + (text.startsWith("./") ? text.substring(2) : text));
    }

    /** Without the slash at the end, except where it is all there is, or ends a drive. */
    private static String trimmed(String path) {
        boolean root = path.length() == 1 || path.length() == 3 && path.charAt(1) == ':';
        return root || !path.endsWith("/") ? path : path.substring(0, path.length() - 1);
    }

    private @Nullable Assessment whereItLeads(String path) {
        return switch (RealTree.follow(path)) {
            case Lost(Assessment why) -> why;
            case Free(Path made) -> objection(path, made, false);
            case Found(Path found, var attributes) ->
                access == Access.WRITE && attributes.isRegularFile() && namedTwice(found)
                        ? Objection.link(found + " is a file with more than one name")
                        : objection(path, found, attributes.isDirectory());
        };
    }

    private @Nullable Assessment objection(String asked, Path landing, boolean directory) {
        String real = spelling.slashes(landing.toString());
        Territory truly = territory.with(realRoots());
        Assessment objection = truly.objection(real);
        if (objection instanceof Assessment.Unfit unfit) {
            // That the real place is another is not the caller's to know.
            return unfit.reason() == Reason.PATH_OUTSIDE_ROOT || unfit.reason() == Reason.PATH_READ_ONLY
                    ? Objection.link("leads to " + real)
                    : Assessment.unfit(unfit.reason(), unfit.message(), "leads to " + real);
        }
        if (directory) {
            Assessment below = access == Access.READ_TREE ? territory.below(asked) : null;
            return below == null && access == Access.READ_TREE ? truly.below(real) : below;
        }
        Assessment kind = territory.kind(asked);
        return kind == null ? truly.kind(real) : kind;
    }

    private List<Root> realRoots() {
        List<Root> real = new ArrayList<>(territory.open().size());
        for (Root root : territory.open()) {
            if (RealTree.follow(root.path()) instanceof Found(Path path, var attributes) && attributes.isDirectory()) {
                real.add(Root.of(spelling.slashes(path.toString())));
            }
        }
        return real;
    }

    private static boolean namedTwice(Path file) {
        try {
            return UNIX
                    && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer names
                    && names > 1;
        } catch (IOException e) {
            // Gone since, or not to be looked at: nobody can say that it has one name only.
            return true;
        }
    }
}
