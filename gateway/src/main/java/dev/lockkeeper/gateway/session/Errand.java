package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A permitted request, forwarded on a thread of its own, so that who waits for its answer can wait for other things too
 * and may leave. Thread-safe.
 */
final class Errand {

    private final FutureTask<Response> task;

    private Errand(FutureTask<Response> task) {
        this.task = task;
    }

    /** @param done run once it is over, however it went */
    static Errand start(Upstream upstream, Permit permit, Runnable done) {
        var task = new FutureTask<>(() -> upstream.forward(permit)) {
            @Override
            protected void done() {
                done.run();
            }
        };
        Thread.ofVirtual().name("bridge-" + permit.action().server()).start(task);
        return new Errand(task);
    }

    boolean over() {
        return task.isDone();
    }

    /** Tells the server, as its era prescribes, that nobody waits any more. False where it is over already. */
    boolean cancel() {
        return task.cancel(true);
    }

    /**
     * Waits for the answer, for so long at most; whoever stops waiting cancels.
     *
     * @throws UpstreamFailure when there is no answer; with {@code upstream.cancelled} when it was cancelled
     */
    Response await(Duration most) throws UpstreamFailure {
        try {
            return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cancel();
            throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "no answer within " + most.toMillis() + " ms");
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client went away");
        } catch (CancellationException e) {
            throw new UpstreamFailure(Reason.UPSTREAM_CANCELLED, "the client cancelled");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UpstreamFailure failure
                    ? failure
                    : new UpstreamFailure(Reason.INTERNAL_FAULT, String.valueOf(e.getCause()));
        }
    }
}
