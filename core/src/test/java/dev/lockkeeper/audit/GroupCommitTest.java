package dev.lockkeeper.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.io.SyncFailedException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    private static final int WRITERS = 64;
    private static final Executor NEVER = task -> {};

    @TempDir
    Path parent;

    private Path directory() {
        return parent.resolve("journal");
    }

    private FileJournal open(Executor executor, DiskForce disk) throws JournalUnavailable {
        return FileJournal.open(JournalSettings.in(directory()), InstantSource.system(), executor, disk);
    }

    private long recordsInTheFile() {
        try {
            return Files.readAllLines(directory().resolve("strand-0/000001.jsonl"))
                    .size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void callers_that_wait_for_the_disk_share_a_force_that_began_after_their_records_were_written() throws Exception {
        var forces = new AtomicInteger();
        var durable = new AtomicLong();
        var hold = new AtomicBoolean();
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        DiskForce disk = file -> {
            forces.incrementAndGet();
            long written = recordsInTheFile();
            if (hold.getAndSet(false)) {
                held.countDown();
                uninterruptibly(release);
            }
            file.sync();
            durable.set(written);
        };
        try (var journal = open(NEVER, disk);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int before = forces.get();
            hold.set(true);
            List<FutureTask<Long>> all = new ArrayList<>();
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                var one = new FutureTask<>(() -> {
                    String reference = journal.append("note", JsonObject.EMPTY, Durability.ON_DISK);
                    long seq = Long.parseLong(reference.substring("strand-0/".length()));
                    return durable.get() - seq;
                });
                all.add(one);
                if (i == 0) {
                    threads.execute(one);
                    held.await();
                } else {
                    waiting.add(Thread.ofVirtual().start(one));
                }
            }
            await().until(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            assertThat(all).noneMatch(FutureTask::isDone);
            release.countDown();
            for (FutureTask<Long> one : all) {
                assertThat(one.get())
                        .as("its record is under a force that ended")
                        .isNotNegative();
            }
            assertThat(forces.get() - before)
                    .as("one for the first, one for all others")
                    .isEqualTo(2);
        }
    }

    @Test
    void where_forcing_fails_only_those_who_wait_for_the_disk_are_refused_and_the_chain_names_the_records()
            throws Exception {
        var failing = new AtomicBoolean();
        var hold = new AtomicBoolean();
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        DiskForce disk = file -> {
            if (hold.getAndSet(false)) {
                held.countDown();
                uninterruptibly(release);
            }
            if (failing.get()) {
                throw new SyncFailedException("by the test");
            }
            file.sync();
        };
        try (var journal = open(NEVER, disk)) {
            // While the first is forced, the others come together in one batch.
            hold.set(true);
            var first = inBackground(journal, Durability.ON_DISK);
            held.await();
            var told = inBackground(journal, Durability.WRITTEN);
            var refused = inBackground(journal, Durability.ON_DISK);
            failing.set(true);
            release.countDown();
            assertThatThrownBy(first.task()::get).cause().isInstanceOf(JournalUnavailable.class);
            assertThat(told.task().get()).startsWith("strand-0/");
            assertThatThrownBy(refused.task()::get).cause().isInstanceOf(JournalUnavailable.class);
            failing.set(false);
            String after = journal.append("note", JsonObject.EMPTY, Durability.ON_DISK);
            List<JournalEntry> entries = Journals.entries(directory());
            assertThat(entries.getLast().reference()).isEqualTo(after);
            assertThat(entries)
                    .extracting(JournalEntry::reference)
                    .contains(told.task().get());
            assertThat(entries)
                    .filteredOn(entry -> entry.string("type").equals("journal.unconfirmed"))
                    .extracting(entry -> entry.string("records"))
                    .containsExactly("strand-0/2 to strand-0/2", "strand-0/4 to strand-0/5");
        }
        assertThat(JournalVerifier.verify(directory()).findings()).isEmpty();
    }

    private record Writer(FutureTask<String> task) {}

    private static Writer inBackground(FileJournal journal, Durability durability) {
        var task = new FutureTask<>(() -> journal.append("note", JsonObject.EMPTY, durability));
        Thread thread = Thread.ofVirtual().start(task);
        await().until(() -> thread.getState() == Thread.State.WAITING || task.isDone());
        return new Writer(task);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // The leader's interrupts are for after the batch.
            }
        }
    }
}
