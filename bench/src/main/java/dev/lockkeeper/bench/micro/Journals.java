package dev.lockkeeper.bench.micro;

import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.audit.RedactionRules;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Journals as the program opens them. */
final class Journals {

    private static final long SEGMENT_BYTES = 32 << 20;

    private Journals() {}

    static FileJournal open() {
        try {
            return FileJournal.open(
                    new JournalSettings(Samples.directory("journal"), SEGMENT_BYTES, RedactionRules.DEFAULT),
                    Clock.systemUTC(),
                    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Thread::startVirtualThread));
        } catch (JournalUnavailable e) {
            throw new IllegalStateException(e);
        }
    }
}
