package dev.lockkeeper.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps the signed head of a strand up to date, off the path of those who wait for a record. Thread-safe. */
final class HeadSigner {

    private record Wanted(Position position, Segment segment) {}

    private final Path strand;
    private final JournalKeys keys;
    private final InstantSource clock;
    private final Executor executor;
    private final AtomicReference<@Nullable Wanted> wanted = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock signing = new ReentrantLock();
    private @Nullable Position signed;
    private boolean closed;
    private volatile boolean failing;

    HeadSigner(Path strand, JournalKeys keys, InstantSource clock, Executor executor) {
        this.strand = strand;
        this.keys = keys;
        this.clock = clock;
        this.executor = executor;
    }

    /** Asks for a head at this place; several that come close together get one signature. */
    void want(Position position, Segment segment) {
        wanted.set(new Wanted(position, segment));
    }

    /** Signs what is wanted, now or when the executor comes to it. */
    void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                run();
            }
        }
    }

    private void run() {
        scheduled.set(false);
        try {
            sign();
        } catch (IOException | RuntimeException e) {
            // INVARIANT: the next record is not acknowledged before a head could be written again.
            failing = true;
        }
    }

    /** Whether the last head could not be written. */
    boolean failing() {
        return failing;
    }

    /** Signs what is wanted, now. */
    void sign() throws IOException {
        signing.lock();
        try {
            Wanted now = wanted.get();
            if (closed || now == null || now.position().equals(signed)) {
                return;
            }
            // INVARIANT: the head never names a record that a loss of power could take.
            now.segment().force();
            head(Head.HEAD, now.position()).write(strand.resolve(Layout.HEAD), keys);
            signed = now.position();
            failing = false;
        } finally {
            signing.unlock();
        }
    }

    /** Signs the end of a finished segment. */
    void finish(Position end) throws IOException {
        head(Head.CLOSED, end).write(strand.resolve(Layout.closing(end.segment())), keys);
    }

    /** Signs no more. */
    void close() {
        signing.lock();
        try {
            closed = true;
        } finally {
            signing.unlock();
        }
    }

    private Head head(String kind, Position position) {
        return new Head(kind, Layout.name(strand), position, RecordLine.time(clock.instant()));
    }
}
