package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process's chain of records, open for writing. Used by one thread at a time. */
final class Strand implements Closeable {

    private final StrandLock lock;
    private final HeadSigner signer;
    private final InstantSource clock;
    private final long segmentBytes;
    private final DiskForce disk;
    private Segment segment;
    private Position position;
    private boolean finished;
    private @Nullable String unconfirmed;

    Strand(
            StrandLock lock,
            HeadSigner signer,
            InstantSource clock,
            long segmentBytes,
            DiskForce disk,
            Position position)
            throws IOException {
        this.lock = lock;
        this.signer = signer;
        this.clock = clock;
        this.segmentBytes = segmentBytes;
        this.disk = disk;
        this.position = position;
        this.segment = Segment.open(lock.strand(), position.segment(), disk);
        // A process that ended between two segments leaves one whose end is signed.
        this.finished = Files.exists(lock.strand().resolve(Layout.closing(position.segment())));
    }

    Path path() {
        return lock.strand();
    }

    Position position() {
        return position;
    }

    HeadSigner signer() {
        return signer;
    }

    /** A record's reference. */
    String reference(long seq) {
        return Layout.name(path()) + "/" + seq;
    }

    /**
     * Puts the records at the end of the chain, with the operating system, all or none.
     *
     * @return the sequence number of the first
     */
    long write(List<byte[]> contents) throws IOException {
        if (signer.failing()) {
            signer.sign();
        }
        if (finished || position.bytes() >= segmentBytes) {
            beginSegment();
        }
        long first = position.seq() + 1;
        var out = new ByteArrayOutputStream(contents.stream()
                .mapToInt(content -> content.length + RecordLine.ENVELOPE_BYTES)
                .sum());
        byte[] hash = HexFormat.of().parseHex(position.hash());
        long seq = position.seq();
        if (unconfirmed != null) {
            var note = JsonObject.EMPTY.with("records", unconfirmed);
            hash = RecordLine.write(++seq, RecordLine.content(clock.instant(), "journal.unconfirmed", note), hash, out);
            first++;
        }
        for (byte[] content : contents) {
            hash = RecordLine.write(++seq, content, hash, out);
        }
        segment.write(position.bytes(), out.toByteArray());
        unconfirmed = null;
        position = new Position(
                position.segment(),
                position.bytes() + out.size(),
                seq,
                HexFormat.of().formatHex(hash));
        signer.want(position, segment);
        return first;
    }

    /**
     * After a failure: takes back what was written in part.
     *
     * @return whether the strand can go on
     */
    boolean retract() {
        try {
            // INVARIANT: the chain goes on from the last record that was written as a whole.
            segment.endAt(position.bytes());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void beginSegment() throws IOException {
        // INVARIANT: nothing stands behind the place that is signed as the end.
        segment.endAt(position.bytes());
        segment.finish();
        signer.finish(position);
        Position next = position.inNextSegment();
        segment = Segment.open(path(), next.segment(), disk);
        position = next;
        finished = false;
    }

    /** Makes what was written durable; the records from {@code first} on are the ones that need it. */
    void force(long first) throws IOException {
        try {
            segment.force();
        } catch (IOException e) {
            // They stay in the chain, so the chain must say that nobody was told they are safe.
            unconfirmed = reference(first) + " to " + reference(position.seq());
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        signer.close();
        try {
            segment.close();
        } finally {
            lock.close();
        }
    }
}
