package dev.lockkeeper.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The last records of a journal, and those that come. Not thread-safe. */
public final class JournalTail implements Closeable {

    private record Place(int segment, long offset) {}

    private static final long LONGEST_WAIT_MILLIS = 1000;

    private final Path journal;
    private final WatchService watch;
    private final Map<Path, Place> places = new TreeMap<>();

    /** @throws IOException when the directory cannot be read */
    public JournalTail(Path journal) throws IOException {
        this.journal = journal;
        this.watch = journal.getFileSystem().newWatchService();
        try {
            watch(journal);
        } catch (IOException e) {
            watch.close();
            throw e;
        }
    }

    /** The last records by time, at most so many, the oldest first; {@link #follow} goes on after them. */
    public List<JournalEntry> last(int most) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        for (Path strand : Layout.strands(journal)) {
            List<Integer> segments = Layout.segments(strand);
            watch(strand);
            int needed = most;
            for (int i = segments.size() - 1; i >= 0; i--) {
                var kept = new java.util.ArrayDeque<JournalEntry>();
                try (var records = new SegmentRecords(strand, segments.get(i))) {
                    for (JournalEntry entry = records.next(); entry != null; entry = records.next()) {
                        kept.add(entry);
                        if (kept.size() > needed) {
                            kept.removeFirst();
                        }
                    }
                    places.putIfAbsent(strand, new Place(segments.get(i), records.offset()));
                }
                needed -= kept.size();
                entries.addAll(kept);
                if (needed <= 0) {
                    break;
                }
            }
        }
        entries.sort(Comparator.comparing(entry -> entry.string("time")));
        return List.copyOf(entries.subList(Math.max(0, entries.size() - most), entries.size()));
    }

    /**
     * Gives what comes to the consumer, until the thread is interrupted or the tail is closed. Sleeps while nothing comes.
     */
    public void follow(Consumer<JournalEntry> consumer) throws IOException {
        try {
            while (true) {
                read(consumer);
                // The bound is for file systems that do not tell of changes made elsewhere.
                WatchKey key = watch.poll(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            // Closed by another thread: done.
        }
    }

    private void read(Consumer<JournalEntry> consumer) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        for (Path strand : Layout.strands(journal)) {
            if (!places.containsKey(strand)) {
                watch(strand);
                places.put(strand, new Place(1, 0));
            }
            for (int segment : Layout.segments(strand)) {
                Place place = places.getOrDefault(strand, new Place(1, 0));
                if (segment < place.segment()) {
                    continue;
                }
                long offset = segment == place.segment() ? place.offset() : 0;
                try (var records = new SegmentRecords(strand, segment, offset)) {
                    for (JournalEntry entry = records.next(); entry != null; entry = records.next()) {
                        entries.add(entry);
                    }
                    places.put(strand, new Place(segment, records.offset()));
                }
            }
        }
        entries.sort(Comparator.comparing(entry -> entry.string("time")));
        entries.forEach(consumer);
    }

    private void watch(Path directory) throws IOException {
        directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
