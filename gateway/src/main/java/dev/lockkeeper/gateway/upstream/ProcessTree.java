package dev.lockkeeper.gateway.upstream;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process and everything it started, to be ended together. Not thread-safe. */
final class ProcessTree {

    /** How long the system may take to end what was killed. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(10);
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
        awaitRoot(grace);
        look();
        if (signal(ProcessHandle::destroy)) {
            awaitAll(grace);
        }
        // More than once: who is killed may have started another just before.
        for (int round = 0; round < ROUNDS; round++) {
            look();
            if (!signal(ProcessHandle::destroyForcibly)) {
                return;
            }
            awaitAll(AFTER_KILL);
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
            if (lives(handle)) {
                signal.accept(handle);
                any = true;
            }
        }
        return any;
    }

    // INVARIANT: nobody waits for a process that has ended already: whoever inherited it, in a container the gateway
    // itself, may never ask how it ended, and until then it looks alive to Java.
    static boolean lives(ProcessHandle process) {
        return process.isAlive() && !ProcessSession.defunct(process);
    }

    private void awaitRoot(Duration most) {
        try {
            root.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Looked at, since of who is not its own child Java hears an end only at intervals that grow to seconds.
    private void awaitAll(Duration most) {
        long begun = System.nanoTime();
        try {
            while (seen.stream().anyMatch(ProcessTree::lives) && System.nanoTime() - begun < most.toNanos()) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
