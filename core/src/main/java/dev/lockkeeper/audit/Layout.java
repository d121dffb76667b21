package dev.lockkeeper.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names, order and modes of a journal's files. */
final class Layout {

    static final String HEAD = "head.json";
    static final String LOCK = "strand.lock";
    static final String INDEX = "index";
    static final String UNFINISHED = ".new";

    private static final Pattern STRAND = Pattern.compile("strand-(0|[1-9][0-9]{0,5})");
    private static final Pattern SEGMENT = Pattern.compile("([0-9]{6,9})\\.jsonl");

    private Layout() {}

    static String segment(int number) {
        return String.format(Locale.ROOT, "%06d.jsonl", number);
    }

    static String closing(int number) {
        return String.format(Locale.ROOT, "%06d.closed.json", number);
    }

    static String strand(int number) {
        return "strand-" + number;
    }

    static boolean isStrand(String name) {
        return STRAND.matcher(name).matches();
    }

    /** The strands of a journal, by number. */
    static List<Path> strands(Path journal) throws IOException {
        try (Stream<Path> entries = Files.list(journal)) {
            return entries.filter(path -> isStrand(name(path)) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparingInt(
                            path -> Integer.parseInt(name(path).substring(7))))
                    .toList();
        }
    }

    /** The numbers of a strand's segments, ascending. */
    static List<Integer> segments(Path strand) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> entries = Files.list(strand)) {
            entries.forEach(path -> {
                var matcher = SEGMENT.matcher(name(path));
                if (matcher.matches()) {
                    int number = Integer.parseInt(matcher.group(1));
                    if (number > 0 && segment(number).equals(name(path))) {
                        numbers.add(number);
                    }
                }
            });
        }
        numbers.sort(null);
        return numbers;
    }

    static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? "" : last.toString();
    }

    /** Makes a directory and its missing parents, for the owner only. */
    static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
    }

    /** Makes an empty file, for the owner only; fails where it exists. */
    static void makeFile(Path file) throws IOException {
        Files.createFile(file, ownerOnly(file, "rw-------"));
    }

    /** Makes the entries of a directory durable, where the file system can. */
    static void force(Path directory) throws IOException {
        if (!isPosix(directory)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether anybody but the owner may read or write the file. */
    static boolean isOpenToOthers(Path file) throws IOException {
        if (!isPosix(file)) {
            return false;
        }
        Set<PosixFilePermission> others = PosixFilePermissions.fromString("---rwxrwx");
        return Files.getPosixFilePermissions(file).stream().anyMatch(others::contains);
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
