package dev.lockkeeper.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The exclusive right to write one strand. Ends with the process. */
final class StrandLock implements Closeable {

    // POSIX gives up a process's lock when it closes any handle of the file, so one process never opens it twice.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path strand;
    private final FileChannel channel;

    private StrandLock(Path strand, FileChannel channel) {
        this.strand = strand;
        this.channel = channel;
    }

    /** Locks the first free strand, which is made where it does not exist. */
    static StrandLock first(Path journal) throws IOException {
        for (int n = 0; n < 1_000_000; n++) {
            Path strand = journal.resolve(Layout.strand(n));
            Layout.makeDirectory(strand);
            StrandLock lock = take(strand.toRealPath());
            if (lock != null) {
                return lock;
            }
        }
        throw new IOException("no strand is free");
    }

    private static @Nullable StrandLock take(Path strand) throws IOException {
        if (!HELD.add(strand)) {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            Path file = strand.resolve(Layout.LOCK);
            if (!Files.exists(file)) {
                try {
                    Layout.makeFile(file);
                } catch (java.nio.file.FileAlreadyExistsException another) {
                    // Another process was first; the lock decides.
                }
            }
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            return lock == null ? null : new StrandLock(strand, channel);
        } finally {
            if (lock == null) {
                HELD.remove(strand);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    Path strand() {
        return strand;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(strand);
        }
    }
}
