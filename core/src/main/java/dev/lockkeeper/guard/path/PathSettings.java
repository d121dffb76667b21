package dev.lockkeeper.guard.path;

import dev.lockkeeper.yaml.Default;
import dev.lockkeeper.yaml.Doc;
import dev.lockkeeper.yaml.OneOrMany;
import dev.lockkeeper.yaml.Range;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a path may reach. Without a root nothing may be reached.
 *
 * @param read directories, absolute, below which may be read
 * @param write directories, absolute, below which may be read and written
 * @param mode whether only the text is judged, or also where it leads on this machine; only the text where it is null
 * @param style by whose rules paths are read
 * @param deny globs over what follows the root: {@code *} and {@code ?} stop at a slash, {@code **} does not; one that
 *     begins with neither {@code **} nor a slash begins at the root. What lies below a match is denied as well. Case,
 *     Unicode compatibility forms and dots at the end of a name make no difference
 * @param extensions endings of file names without the dot, such as {@code md} or {@code tar.gz}, ASCII case ignored;
 *     empty for all. A name must have one of them, but for a root and, in real mode, an existing directory
 * @param relative the directory that relative paths count from, a root or below one; they are refused where it is null
 * @param without characters that no path may have, one after the other, such as those that a server takes for wildcards
 * @param mostBytes the longest path, in bytes of UTF-8
 * @param mostSegmentBytes the longest name between two separators, in bytes of UTF-8
 */
@Doc("What a path may reach.")
public record PathSettings(
        @Doc("Directories, absolute, below which may be read.") @OneOrMany
        List<String> read,

        @Doc("Directories, absolute, below which may be read and written.") @OneOrMany
        List<String> write,

        @Doc(
                "Whether only the text is judged (lexical), or also where it leads on this machine (real); where nothing is"
                        + " said, real for a server that is started here, and lexical for one elsewhere.")
        @Nullable PathMode mode,

        @Doc("By whose rules paths are read.") @Default("posix")
        PathStyle style,

        @Doc("Globs over what follows the root, such as **/.git/**; what they match may not be reached.") @OneOrMany
        List<String> deny,

        @Doc("Endings that a file's name must have one of, such as md; all where there are none.") @OneOrMany
        List<String> extensions,

        @Doc("The directory that relative paths count from; without it they are refused.") @Nullable String relative,

        @Doc("Characters that no path may have, such as \"*?[\", where the server takes them for wildcards.")
        @Default("\"\"")
        String without,

        @Doc("The longest path, in bytes.") @Default("4096") @Range(min = 1, max = 65_536)
        int mostBytes,

        @Doc("The longest name between two separators, in bytes.") @Default("255") @Range(min = 1, max = 65_536)
        int mostSegmentBytes) {

    /** {@code PATH_MAX} of Linux, and {@code NAME_MAX} of nearly every file system. */
    private static final int MOST_BYTES = 4_096;

    private static final int MOST_SEGMENT_BYTES = 255;

    public PathSettings {
        read = List.copyOf(read);
        write = List.copyOf(write);
        deny = List.copyOf(deny);
        extensions = List.copyOf(extensions);
    }

    /** These directories may be read; the rest by default. */
    public static PathSettings reading(String... roots) {
        return of(List.of(roots), List.of());
    }

    /** These directories may be read and written; the rest by default. */
    public static PathSettings writing(String... roots) {
        return of(List.of(), List.of(roots));
    }

    /** These directories; the rest by default. */
    public static PathSettings of(List<String> read, List<String> write) {
        return new PathSettings(
                read, write, null, PathStyle.POSIX, List.of(), List.of(), null, "", MOST_BYTES, MOST_SEGMENT_BYTES);
    }

    /** These settings with the denials of the other as well, and its extensions where these name none. */
    public PathSettings within(PathSettings other) {
        List<String> denied =
                Stream.concat(deny.stream(), other.deny.stream()).distinct().toList();
        return new PathSettings(
                read,
                write,
                mode,
                style,
                denied,
                extensions.isEmpty() ? other.extensions : extensions,
                relative,
                without + other.without,
                mostBytes,
                mostSegmentBytes);
    }

    /**
     * These settings, and where they say nothing of the mode, real if the files are those of this machine and paths are
     * read by its rules.
     */
    public PathSettings where(boolean local) {
        boolean windows = FileSystems.getDefault().getSeparator().equals("\\");
        boolean here = local && windows == (style == PathStyle.WINDOWS);
        return mode == null ? withMode(here ? PathMode.REAL : PathMode.LEXICAL) : this;
    }

    /** These settings with these directories to read and to write, and no others to write. */
    public PathSettings withWrite(String... roots) {
        return new PathSettings(
                read, List.of(roots), mode, style, deny, extensions, relative, without, mostBytes, mostSegmentBytes);
    }

    /** These settings in this mode. */
    public PathSettings withMode(PathMode chosen) {
        return new PathSettings(
                read, write, chosen, style, deny, extensions, relative, without, mostBytes, mostSegmentBytes);
    }

    /** These settings by the rules of this platform. */
    public PathSettings withStyle(PathStyle chosen) {
        return new PathSettings(
                read, write, mode, chosen, deny, extensions, relative, without, mostBytes, mostSegmentBytes);
    }

    /** These settings with these patterns, and no others, of what may not be reached. */
    public PathSettings withDeny(String... globs) {
        return new PathSettings(
                read, write, mode, style, List.of(globs), extensions, relative, without, mostBytes, mostSegmentBytes);
    }

    /** These settings with these endings, and no others; with none, all endings may be. */
    public PathSettings withExtensions(String... endings) {
        return new PathSettings(
                read, write, mode, style, deny, List.of(endings), relative, without, mostBytes, mostSegmentBytes);
    }

    /** These settings with a directory, a root or below one, that relative paths count from. */
    public PathSettings withRelative(String directory) {
        return new PathSettings(
                read, write, mode, style, deny, extensions, directory, without, mostBytes, mostSegmentBytes);
    }

    /** These settings without these characters, one after the other, in any path. */
    public PathSettings withWithout(String characters) {
        return new PathSettings(
                read, write, mode, style, deny, extensions, relative, characters, mostBytes, mostSegmentBytes);
    }
}
