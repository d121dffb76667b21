package dev.lockkeeper.gateway.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for conversations that were idle for too long: a caller who is gone frees nothing by coming. */
public final class IdleSweep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdleSweep.class);
    private static final long SHORTEST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 30_000;

    private final List<Runnable> sweeps;
    private final long periodMillis;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("idle-sweep").unstarted(this::run);

    private IdleSweep(Duration idle, List<Runnable> sweeps) {
        this.sweeps = List.copyOf(sweeps);
        this.periodMillis = Math.clamp(idle.toMillis() / 4, SHORTEST_MILLIS, LONGEST_MILLIS);
    }

    /**
     * Begins.
     *
     * @param idle after which a conversation is to be closed; it may come a quarter of that too late
     * @param sweeps what is done each time, in this order
     */
    public static IdleSweep start(Duration idle, List<Runnable> sweeps) {
        var sweep = new IdleSweep(idle, sweeps);
        sweep.thread.start();
        return sweep;
    }

    private void run() {
        try {
            while (!closed.await(periodMillis, TimeUnit.MILLISECONDS)) {
                sweeps.forEach(IdleSweep::guarded);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Idle conversations could not be closed.", e);
        }
    }

    /** Ends it and waits for the sweep that is under way. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
