package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * An upstream that keeps nobody waiting for what it is told: answers and notifications go one after the other, on a
 * thread of their own. Who tells waits for a moment, so that it hears at once of what fails at once; a server that does
 * not take what it is told holds up no place and no reader of its client. Bounded in number and bytes; thread-safe.
 */
final class Outbox implements Upstream {

    static final int MOST = 64;
    private static final long MOST_BYTES = 1 << 20;
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final Upstream upstream;
    private final BiConsumer<Permit, UpstreamFailure> undelivered;
    private final Deque<Letter> waiting = new ArrayDeque<>(1);
    private long bytes;

    private record Letter(Permit permit, long bytes, CompletableFuture<Boolean> delivered) {}

    /** @param undelivered told of what was not delivered after who told it had left */
    Outbox(Upstream upstream, BiConsumer<Permit, UpstreamFailure> undelivered) {
        this.upstream = upstream;
        this.undelivered = undelivered;
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        return upstream.forward(permit);
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        if (direct(permit)) {
            upstream.tell(permit);
            return;
        }
        var letter = new Letter(permit, permit.message().wire().length(), new CompletableFuture<>());
        if (!post(letter)) {
            return;
        }
        try {
            letter.delivered().get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Unless it failed meanwhile, which is told then.
            if (!letter.delivered().complete(false)) {
                tellOf(letter);
            }
        } catch (InterruptedException e) {
            letter.delivered().complete(false);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean isOpen() {
        return upstream.isOpen();
    }

    @Override
    public void close() {
        upstream.close();
    }

    /**
     * What the next request must not overtake, once in a conversation; and cancellations, which upstreams send without
     * waiting and before everything else.
     */
    private static boolean direct(Permit permit) {
        return permit.message() instanceof Notification notice
                && (notice.method().equals("notifications/initialized")
                        || notice.method().equals("notifications/cancelled"));
    }

    /** Whether it is the only one, so that it is worth waiting for. */
    private boolean post(Letter letter) throws UpstreamFailure {
        synchronized (this) {
            boolean only = waiting.isEmpty();
            if (!only && (waiting.size() >= MOST || bytes + letter.bytes() > MOST_BYTES)) {
                throw new UpstreamFailure(Reason.UPSTREAM_TIMEOUT, "the server does not take what it is told");
            }
            waiting.addLast(letter);
            bytes += letter.bytes();
            if (!only) {
                letter.delivered().complete(false);
                return false;
            }
        }
        Thread.ofVirtual().name("outbox").start(() -> deliver(letter));
        return true;
    }

    // The first stays in its place until it is through, so that whoever finds none waiting begins anew.
    private void deliver(Letter first) {
        for (Letter next = first; next != null; ) {
            UpstreamFailure failed = null;
            try {
                upstream.tell(next.permit());
            } catch (UpstreamFailure failure) {
                failed = failure;
            } catch (RuntimeException e) {
                failed = new UpstreamFailure(Reason.INTERNAL_FAULT, String.valueOf(e));
            }
            Letter done = next;
            synchronized (this) {
                waiting.removeFirst();
                bytes -= done.bytes();
                next = waiting.peekFirst();
            }
            boolean heard = failed == null
                    ? done.delivered().complete(true)
                    : done.delivered().completeExceptionally(failed);
            if (failed != null && !heard) {
                undelivered.accept(done.permit(), failed);
            }
        }
    }

    private void tellOf(Letter letter) throws UpstreamFailure {
        if (letter.delivered().isCompletedExceptionally()
                && letter.delivered().exceptionNow() instanceof UpstreamFailure failure) {
            throw failure;
        }
    }

    private static UpstreamFailure failure(ExecutionException e) {
        return e.getCause() instanceof UpstreamFailure failure
                ? new UpstreamFailure(failure.reason(), String.valueOf(failure.getMessage()))
                : new UpstreamFailure(Reason.INTERNAL_FAULT, String.valueOf(e.getCause()));
    }
}
