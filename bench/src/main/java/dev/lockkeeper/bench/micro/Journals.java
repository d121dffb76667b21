package dev.lockkeeper.bench.micro;

import dev.lockkeeper.audit.FileJournal;
import dev.lockkeeper.audit.JournalSettings;
import dev.lockkeeper.audit.JournalUnavailable;
import dev.lockkeeper.audit.RedactionRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Journals as the program opens them. */
final class Journals {

    private static final long SEGMENT_BYTES = 32 << 20;

    private Journals() {}

    static FileJournal open() {
        try {
            Path place = Path.of(System.getProperty("bench.place", "."));
            return FileJournal.open(
                    new JournalSettings(
                            Files.createTempDirectory(place, "journal"), SEGMENT_BYTES, RedactionRules.DEFAULT),
                    Clock.systemUTC(),
                    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Thread::startVirtualThread));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JournalUnavailable e) {
            throw new IllegalStateException(e);
        }
    }
}
