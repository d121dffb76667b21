package dev.lockkeeper.gateway.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the program end in order when the process is told to stop (SIGTERM, SIGINT): the process ends only after
 * {@link #close}, or after eight seconds: whoever told it, such as a container runtime, may kill it after ten.
 */
final class StopSignal implements AutoCloseable {

    private static final int MOST_SECONDS = 8;

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::tell, "stop"));
    }

    /** Waits until the process is told to stop. */
    void await() throws InterruptedException {
        told.await();
    }

    private void tell() {
        told.countDown();
        try {
            if (!ended.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is closed; the process may end. */
    @Override
    public void close() {
        ended.countDown();
    }
}
