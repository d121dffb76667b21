package dev.lockkeeper.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by what they hold, in the order of their times, strands merged. Reads while the journal is written. Does
 * not verify.
 */
public final class JournalQuery {

    private final Path journal;

    public JournalQuery(Path journal) {
        this.journal = journal;
    }

    /**
     * Gives every wanted record to the consumer.
     *
     * @return how many lines could not be read; more than zero calls for a verification
     * @throws IOException when the directory cannot be read
     */
    public long select(JournalFilter filter, Consumer<JournalEntry> consumer) throws IOException {
        var next = new PriorityQueue<Cursor>(Comparator.comparing(Cursor::time));
        long unreadable = 0;
        SegmentIndexes indexes = filter.equals(JournalFilter.ALL) ? null : SegmentIndexes.of(journal);
        try {
            for (Path strand : Layout.strands(journal)) {
                if (filter.mayAccept(Layout.name(strand))) {
                    var cursor = new Cursor(strand, filter, indexes);
                    unreadable += cursor.advance(next);
                }
            }
            for (Cursor cursor = next.poll(); cursor != null; cursor = next.poll()) {
                consumer.accept(cursor.entry());
                unreadable += cursor.advance(next);
            }
            return unreadable;
        } finally {
            for (Cursor cursor : next) {
                cursor.close();
            }
        }
    }

    /** Where the reading of one strand is. */
    private static final class Cursor implements Closeable {

        private final Path strand;
        private final JournalFilter filter;
        private final @Nullable SegmentIndexes indexes;
        private final Iterator<Integer> segments;
        private @Nullable SegmentRecords records;
        private @Nullable JournalEntry entry;

        Cursor(Path strand, JournalFilter filter, @Nullable SegmentIndexes indexes) throws IOException {
            this.strand = strand;
            this.filter = filter;
            this.indexes = indexes;
            this.segments = Layout.segments(strand).iterator();
        }

        JournalEntry entry() {
            return java.util.Objects.requireNonNull(entry);
        }

        String time() {
            return entry().string("time");
        }

        /** Goes to the next wanted record and queues up again, where there is one. */
        long advance(PriorityQueue<Cursor> queue) throws IOException {
            long unreadable = 0;
            while (true) {
                if (records == null && !open()) {
                    return unreadable;
                }
                SegmentRecords current = java.util.Objects.requireNonNull(records);
                do {
                    entry = current.next();
                } while (entry != null && !filter.accepts(entry));
                if (entry != null) {
                    queue.add(this);
                    return unreadable;
                }
                unreadable += current.unreadable();
                close();
            }
        }

        private boolean open() throws IOException {
            while (segments.hasNext()) {
                int segment = segments.next();
                SegmentIndex index = indexes == null ? null : indexes.of(strand, segment);
                if (index == null || index.mayHold(filter)) {
                    records = new SegmentRecords(strand, segment);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            if (records != null) {
                records.close();
                records = null;
            }
        }
    }
}
