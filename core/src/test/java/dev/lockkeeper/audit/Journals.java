package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Journals for tests, on real disks. */
final class Journals {

    private Journals() {}

    static FileJournal open(Path directory) throws JournalUnavailable {
        return open(directory, 1 << 20);
    }

    static FileJournal open(Path directory, long segmentBytes) throws JournalUnavailable {
        return open(directory, segmentBytes, Runnable::run);
    }

    static FileJournal open(Path directory, long segmentBytes, Executor executor) throws JournalUnavailable {
        return FileJournal.open(
                new JournalSettings(directory, segmentBytes, RedactionRules.DEFAULT), InstantSource.system(), executor);
    }

    /** A small closed journal: two strands, the first with three segments, the second having seen the first. */
    static void small(Path directory) throws JournalUnavailable {
        try (var first = open(directory, 450)) {
            for (int i = 0; i < 4; i++) {
                first.append("note", JsonObject.EMPTY.with("text", "entry " + i), Durability.WRITTEN);
            }
            try (var second = open(directory, 1 << 20)) {
                second.append("note", JsonObject.EMPTY.with("text", "elsewhere"), Durability.ON_DISK);
            }
        }
    }

    static List<JournalEntry> entries(Path directory) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        new JournalQuery(directory).select(JournalFilter.ALL, entries::add);
        return entries;
    }

    static List<String> types(Path directory) throws IOException {
        return entries(directory).stream().map(entry -> entry.string("type")).toList();
    }

    /** A copy as an auditor gets it: without the secret keys. */
    static Path copy(Path journal, Path to) throws IOException {
        Set<String> left = Set.of(JournalKeys.SIGNING, JournalKeys.REDACTION, Layout.LOCK);
        try (Stream<Path> files = Files.walk(journal)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(journal.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!left.contains(Layout.name(file))) {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
