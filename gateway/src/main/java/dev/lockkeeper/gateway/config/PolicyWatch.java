package dev.lockkeeper.gateway.config;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches a policy file on a virtual thread. Events of the directory only wake it early; what counts is the digest of
 * the content, so that editors that replace the file and links that change their target are seen alike.
 */
public final class PolicyWatch implements AutoCloseable {

    private final PolicyFile file;
    private final Predicate<LoadedPolicy> accept;
    private final Consumer<Reload> listener;
    private final Duration settle;
    private final Duration interval;
    private final Thread thread;

    private PolicyWatch(
            PolicyFile file,
            Predicate<LoadedPolicy> accept,
            Consumer<Reload> listener,
            Duration settle,
            Duration interval) {
        this.file = file;
        this.accept = accept;
        this.listener = listener;
        this.settle = settle;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("policy-watch").unstarted(this::run);
    }

    /**
     * @param settle how long the directory must be quiet before the file is read
     * @param interval the longest time between two looks at the file
     */
    static PolicyWatch start(
            PolicyFile file,
            Predicate<LoadedPolicy> accept,
            Consumer<Reload> listener,
            Duration settle,
            Duration interval) {
        var watch = new PolicyWatch(file, accept, listener, settle, interval);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try (WatchService service = service()) {
            while (!Thread.currentThread().isInterrupted()) {
                await(service);
                look();
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Reload reload = file.reloadIfChanged(accept);
            if (!(reload instanceof Reload.Unchanged)) {
                listener.accept(reload);
            }
        } catch (RuntimeException ignored) {
            // INVARIANT: a listener that fails does not end the watch; the file stays the only truth.
        }
    }

    private void await(@Nullable WatchService service) throws InterruptedException {
        if (service == null) {
            Thread.sleep(interval);
            return;
        }
        WatchKey key = service.poll(interval.toMillis(), TimeUnit.MILLISECONDS);
        // A writer works in several steps; each one starts the quiet time anew, but not for longer than the interval.
        long deadline = System.nanoTime() + interval.toNanos();
        while (key != null && System.nanoTime() < deadline) {
            key.pollEvents();
            if (!key.reset()) {
                return;
            }
            key = service.poll(settle.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private @Nullable WatchService service() {
        Path directory = file.path().toAbsolutePath().getParent();
        try {
            WatchService service = file.path().getFileSystem().newWatchService();
            if (directory != null) {
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
            return service;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Ends the watch and waits until the listener is no longer called. Idempotent. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
