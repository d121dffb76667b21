package dev.lockkeeper.gateway.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Something that is done when its time has come, unless it is called off before. Thread-safe. */
final class Later {

    private final CompletableFuture<Boolean> due;

    private Later(CompletableFuture<Boolean> due) {
        this.due = due;
    }

    static Later run(Duration after, Runnable task) {
        var due = new CompletableFuture<Boolean>().completeOnTimeout(true, after.toMillis(), TimeUnit.MILLISECONDS);
        // Not on the thread that keeps the time for all.
        var _ = due.thenAccept(late -> {
            if (late) {
                Thread.ofVirtual().name("bridge-later").start(task);
            }
        });
        return new Later(due);
    }

    /** False where it is too late. */
    boolean callOff() {
        return due.complete(false);
    }
}
