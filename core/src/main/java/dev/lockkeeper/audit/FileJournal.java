package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonObject;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a directory, whose form {@code docs/journal.md} describes. Several processes may write one directory, each
 * its own strand. Records that come together are written together, by one of the threads that wait (group commit).
 * Thread-safe, and made for virtual threads: no lock is held across I/O that others wait for.
 */
public final class FileJournal implements Journal {

    private static final int BATCH_BYTES = 8 << 20;

    private final InstantSource clock;
    private final StrandOpening opening;
    private final Redactor redactor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private List<Waiting> queue = new ArrayList<>();
    private boolean leading;
    private boolean closed;

    // INVARIANT: touched only by the thread that leads; the lock hands them from one to the next.
    private @Nullable Strand strand;
    private String strandName = "";
    private @Nullable Position known;

    private FileJournal(InstantSource clock, StrandOpening opening, Redactor redactor) {
        this.clock = clock;
        this.opening = opening;
        this.redactor = redactor;
    }

    /**
     * Opens a journal, which is made where it does not exist.
     *
     * @param clock the time of the records
     * @param executor where heads are signed, such as one that starts a virtual thread; one that delays, such as
     *     {@code CompletableFuture.delayedExecutor}, makes fewer signatures and a head that lags so much longer;
     *     {@code Runnable::run} signs in the thread that wrote
     * @throws JournalUnavailable when the directory cannot be written, or a key is damaged or open to others
     */
    public static FileJournal open(JournalSettings settings, InstantSource clock, Executor executor)
            throws JournalUnavailable {
        return open(settings, clock, executor, FileDescriptor::sync);
    }

    static FileJournal open(JournalSettings settings, InstantSource clock, Executor executor, DiskForce disk)
            throws JournalUnavailable {
        try {
            Layout.makeDirectory(settings.directory());
            JournalKeys keys = JournalKeys.open(settings.directory());
            var journal = new FileJournal(
                    clock,
                    new StrandOpening(settings, keys, clock, executor, disk),
                    new Redactor(keys.redaction(), settings.redaction()));
            journal.ready();
            return journal;
        } catch (IOException e) {
            throw new JournalUnavailable(
                    "The journal cannot be opened. Check that its directory can be written and that its disk has"
                            + " space.",
                    e);
        }
    }

    /** What is replaced, and by which digests. */
    public Redactor redactor() {
        return redactor;
    }

    @Override
    public String append(String type, JsonObject body, Durability durability) throws JournalUnavailable {
        Instant time = clock.instant();
        JsonObject redacted = redactor.redact(body);
        byte[] content = RecordLine.content(time, type, redacted);
        if (tooLong(content)) {
            content = RecordLine.content(time, type, redactor.abridge(body, redacted));
        }
        if (tooLong(content)) {
            throw new JournalUnavailable("The record is larger than the journal takes.");
        }
        var waiting = new Waiting(content, durability == Durability.ON_DISK);
        boolean first;
        lock.lock();
        try {
            if (closed) {
                throw new JournalUnavailable("The journal is closed.");
            }
            queue.add(waiting);
            first = !leading;
            leading = true;
        } finally {
            lock.unlock();
        }
        if (first || waiting.await()) {
            lead();
        }
        return waiting.result();
    }

    private static boolean tooLong(byte[] content) {
        return content.length > RecordLine.LONGEST - 256;
    }

    private void lead() {
        boolean interrupted = Thread.interrupted();
        List<Waiting> batch = List.of();
        Strand written = null;
        try {
            batch = take();
            written = commit(batch);
        } catch (IOException | JournalUnavailable | RuntimeException | Error e) {
            for (Waiting waiting : batch) {
                waiting.fail(e);
            }
        } finally {
            handOver();
            if (written != null) {
                written.signer().schedule();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Waiting> take() {
        lock.lock();
        try {
            int count = 0;
            long bytes = 0;
            while (count < queue.size() && (count == 0 || bytes < BATCH_BYTES)) {
                bytes += queue.get(count++).content().length;
            }
            List<Waiting> batch = queue;
            queue = new ArrayList<>(batch.subList(count, batch.size()));
            return batch.subList(0, count);
        } finally {
            lock.unlock();
        }
    }

    private Strand commit(List<Waiting> batch) throws IOException, JournalUnavailable {
        Strand open = ready();
        long first;
        try {
            first = open.write(batch.stream().map(Waiting::content).toList());
        } catch (IOException e) {
            if (!open.retract()) {
                // Such as when the directory went away: the next batch opens what it finds.
                strand = null;
                open.close();
            }
            throw e;
        }
        known = open.position();
        boolean force = false;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).onDisk()) {
                force = true;
            } else {
                batch.get(i).acknowledge(open.reference(first + i));
            }
        }
        if (force) {
            open.force(first);
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i).onDisk()) {
                    batch.get(i).acknowledge(open.reference(first + i));
                }
            }
        }
        return open;
    }

    private Strand ready() throws IOException, JournalUnavailable {
        Strand open = strand;
        if (open == null) {
            Path published = opening.settings().directory().resolve(JournalKeys.PUBLIC);
            if (!Files.readString(published, StandardCharsets.ISO_8859_1)
                    .equals(opening.keys().verifying().text())) {
                throw new JournalUnavailable("The journal's directory holds another journal. Restart to use it.");
            }
            open = opening.open(strandName, known);
            strand = open;
            strandName = Layout.name(open.path());
            known = open.position();
        }
        return open;
    }

    private void handOver() {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                leading = false;
                idle.signalAll();
            } else {
                queue.getFirst().lead();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the records on their way, and signs the last head. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            while (leading) {
                idle.awaitUninterruptibly();
            }
            Strand open = strand;
            strand = null;
            if (open != null) {
                end(open);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void end(Strand open) {
        try (open) {
            open.signer().sign();
        } catch (IOException e) {
            // The head lags, as after a crash; the next start signs it.
        }
    }
}
