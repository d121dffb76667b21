package dev.lockkeeper.audit;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A process that writes until it is killed, and prints every reference it was given. */
final class CrashWriter {

    private CrashWriter() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var journal = FileJournal.open(
                new JournalSettings(Path.of(args[0]), 200_000, RedactionRules.DEFAULT),
                InstantSource.system(),
                CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS, threads));
        for (int t = 0; t < 32; t++) {
            int thread = t;
            threads.execute(() -> write(journal, thread, out));
        }
        Thread.currentThread().join();
    }

    private static void write(FileJournal journal, int thread, PrintStream out) {
        try {
            for (int i = 0; ; i++) {
                var body =
                        JsonObject.EMPTY.with("thread", JsonNumber.of(thread)).with("text", "x".repeat(i * 37 % 1000));
                out.println(journal.append("load", body, i % 4 == 0 ? Durability.ON_DISK : Durability.WRITTEN));
            }
        } catch (JournalUnavailable e) {
            throw new IllegalStateException(e);
        }
    }
}
