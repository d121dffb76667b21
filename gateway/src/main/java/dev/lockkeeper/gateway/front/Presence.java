package dev.lockkeeper.gateway.front;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Notices, while a request is being answered, that its client goes away or that the entrance closes. */
final class Presence implements AutoCloseable {

    private final GuardedEndPoint connection;
    private final Present all;
    private final @Nullable Thread thread;
    private final Runnable onGone;
    private final boolean watches;
    private boolean over;
    private boolean gone;

    private Presence(Request request, Present all, boolean watches, @Nullable Thread thread, Runnable onGone) {
        this.connection = GuardedEndPoint.of(request);
        this.all = all;
        this.thread = thread;
        this.onGone = onGone;
        this.watches = watches;
        if (watches) {
            request.addFailureListener(failure -> gone());
            connection.watch(this::gone);
        }
        all.add(this);
    }

    /**
     * Interrupts this thread.
     *
     * @param all where it stands as long as it lasts
     * @param cancels whether the client's going away interrupts; in the legacy era it does not
     */
    static Presence ofThread(Request request, Present all, boolean cancels) {
        Thread thread = Thread.currentThread();
        return new Presence(request, all, cancels, thread, thread::interrupt);
    }

    /** Calls this once; it may not wait. */
    static Presence ofStream(Request request, Present all, Runnable onGone) {
        return new Presence(request, all, true, null, onGone);
    }

    synchronized void gone() {
        if (!over && !gone) {
            gone = true;
            onGone.run();
        }
    }

    /** Whether nobody is there any more to take the answer. */
    synchronized boolean absent() {
        return gone;
    }

    @Override
    public void close() {
        if (watches) {
            connection.unwatch();
        }
        all.remove(this);
        synchronized (this) {
            over = true;
            if (gone && thread != null) {
                // The interruption was for the conversation; what follows is not interrupted by it.
                Thread.interrupted();
            }
        }
    }
}
