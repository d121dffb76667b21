package dev.lockkeeper.gateway.upstream;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A process and everything it started, to be ended together. Not thread-safe. */
final class ProcessTree {

    /** How long the system may take to end what was killed. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private static final int ROUNDS = 3;

    private final Process root;
    // INVARIANT: whoever was seen is ended, even when its parent is gone by then and it has another.
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    ProcessTree(Process root) {
        this.root = root;
    }

    /**
     * Ends the tree: closes the root's input, waits, sends SIGTERM to whoever is left, waits, sends SIGKILL. Returns
     * when nothing is left. An interrupt shortens the waiting and is kept.
     */
    void end(Runnable closeInput, Duration grace) {
        look();
        closeInput.run();
        await(root.toHandle().onExit(), grace);
        look();
        if (signal(ProcessHandle::destroy)) {
            await(allGone(), grace);
        }
        // More than once: who is killed may have started another just before.
        for (int round = 0; round < ROUNDS; round++) {
            look();
            if (!signal(ProcessHandle::destroyForcibly)) {
                return;
            }
            await(allGone(), AFTER_KILL);
        }
    }

    private void look() {
        seen.add(root.toHandle());
        seen.addAll(ProcessSession.members(root.toHandle()));
        Set.copyOf(seen).forEach(handle -> handle.descendants().forEach(seen::add));
    }

    private boolean signal(Consumer<ProcessHandle> signal) {
        boolean any = false;
        for (ProcessHandle handle : seen) {
            if (handle.isAlive()) {
                signal.accept(handle);
                any = true;
            }
        }
        return any;
    }

    private CompletableFuture<Void> allGone() {
        return CompletableFuture.allOf(seen.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    }

    private static void await(CompletableFuture<?> end, Duration most) {
        try {
            end.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // The next, harder step follows.
        }
    }
}
