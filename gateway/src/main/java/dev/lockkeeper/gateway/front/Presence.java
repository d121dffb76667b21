package dev.lockkeeper.gateway.front;

import java.util.Set;
import org.eclipse.jetty.server.Request;

/** Interrupts the handling thread when its client goes away, or when the entrance closes. */
final class Presence implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final GuardedEndPoint connection;
    private final Set<Presence> all;
    private boolean over;
    private boolean interrupted;

    /**
     * @param all where it stands as long as it lasts
     * @param cancels whether the client's going away interrupts; in the legacy era it does not
     */
    Presence(Request request, Set<Presence> all, boolean cancels) {
        this.connection = GuardedEndPoint.of(request);
        this.all = all;
        all.add(this);
        if (cancels) {
            request.addFailureListener(failure -> gone());
            connection.watch(this::gone);
        }
    }

    synchronized void gone() {
        if (!over) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** Whether nobody is there any more to take the answer. */
    synchronized boolean absent() {
        return interrupted;
    }

    @Override
    public void close() {
        connection.unwatch();
        all.remove(this);
        synchronized (this) {
            over = true;
            if (interrupted) {
                // The interruption was for the conversation; what follows is not interrupted by it.
                Thread.interrupted();
            }
        }
    }
}
