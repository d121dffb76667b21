package dev.lockkeeper.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that is being written. Only one thread writes at a time; {@link #force} may be called by another. Not a
 * channel, since an interrupt closes a channel.
 */
final class Segment implements Closeable {

    private final Path file;
    private final RandomAccessFile data;
    private final DiskForce disk;
    private final @Nullable Object identity;
    private volatile boolean closed;
    private long pointer;

    private Segment(Path file, RandomAccessFile data, DiskForce disk) throws IOException {
        this.file = file;
        this.data = data;
        this.disk = disk;
        this.identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    static Segment open(Path strand, int number, DiskForce disk) throws IOException {
        Path file = strand.resolve(Layout.segment(number));
        if (!Files.exists(file)) {
            Layout.makeFile(file);
            Layout.force(strand);
        }
        var data = new RandomAccessFile(file.toFile(), "rw");
        try {
            return new Segment(file, data, disk);
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    /** Writes at this place, where the segment then ends. */
    void write(long at, byte[] bytes) throws IOException {
        try {
            if (pointer != at) {
                data.seek(at);
            }
            pointer = -1;
            data.write(bytes);
            pointer = at + bytes.length;
            endAt(at + bytes.length);
        } catch (IOException e) {
            takeBack(at, e);
            throw e;
        }
    }

    // What nobody was told of must not turn up again with a directory that comes back.
    private void takeBack(long at, IOException cause) {
        try {
            pointer = -1;
            if (data.length() > at) {
                data.setLength(at);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Cuts what lies beyond; fails when less is there, or when the file is no longer the one under its name. */
    void endAt(long length) throws IOException {
        if (closed) {
            throw new IOException("the segment is finished");
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // INVARIANT: nothing is acknowledged that a reader of the directory would not find.
        if (!Objects.equals(attributes.fileKey(), identity) || attributes.size() < length) {
            throw new IOException("the segment was moved, replaced or cut by somebody else");
        }
        if (attributes.size() > length) {
            pointer = -1;
            data.setLength(length);
        }
    }

    void force() throws IOException {
        try {
            disk.force(data.getFD());
        } catch (SyncFailedException e) {
            // A finished segment was forced before it was closed.
            if (!closed) {
                throw e;
            }
        }
    }

    /** Makes everything durable, after which nothing more is written. */
    void finish() throws IOException {
        disk.force(data.getFD());
        close();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        data.close();
    }
}
