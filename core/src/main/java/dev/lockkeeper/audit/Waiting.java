package dev.lockkeeper.audit;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A record on its way, and the thread that waits for it. */
final class Waiting {

    private final byte[] content;
    private final boolean onDisk;
    private final Thread thread = Thread.currentThread();
    private volatile boolean leads;
    private volatile @Nullable String reference;
    private volatile @Nullable Throwable failure;

    Waiting(byte[] content, boolean onDisk) {
        this.content = content;
        this.onDisk = onDisk;
    }

    byte[] content() {
        return content;
    }

    boolean onDisk() {
        return onDisk;
    }

    /** Ends the waiting: the record is as durable as was asked. */
    void acknowledge(String given) {
        reference = given;
        wake();
    }

    /** Ends the waiting: the record is not safe. Without effect where it was acknowledged. */
    void fail(Throwable cause) {
        if (!decided()) {
            failure = cause;
            wake();
        }
    }

    /** Ends the waiting: this thread writes the next batch. */
    void lead() {
        leads = true;
        wake();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private boolean decided() {
        return reference != null || failure != null;
    }

    /**
     * Waits for any end. An interrupt does not end it, since the record may be written already; the thread stays
     * interrupted.
     *
     * @return whether this thread must lead
     */
    boolean await() {
        boolean interrupted = false;
        while (!leads && !decided()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return leads && !decided();
    }

    String result() throws JournalUnavailable {
        String given = reference;
        if (given != null) {
            return given;
        }
        throw new JournalUnavailable(
                "The journal cannot be written. Check its directory and the free space on its disk.",
                failure == null ? new IllegalStateException("not decided") : failure);
    }
}
