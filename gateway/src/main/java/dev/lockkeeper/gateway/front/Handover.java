package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.mcp.Wire;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes before the answer to a request, on its way to the client, in its order. Who brings it does not wait for the
 * client, since it may be the one thread that reads what a server says to many: a thread of its own writes, and lives
 * only while there is something to write. Bounded: a client that lags too far behind is cut off, unless it is the
 * request's own thread that brings more, which waits. Thread-safe.
 */
final class Handover implements ClientChannel {

    /** Of messages that wait, about as much as a request itself may weigh; a larger one is taken where none waits. */
    static final int MOST_BYTES = 4 << 20;

    /** What a message costs beside its text. */
    private static final int OVERHEAD = 64;

    private final EventStream stream;
    private final Thread owner = Thread.currentThread();
    private final Deque<Step> steps = new ArrayDeque<>(0);
    private long waiting;
    private boolean writing;
    private boolean cutOff;
    private boolean over;

    /** One thing to be done with the stream. */
    private record Step(int size, Action action) {

        private interface Action {
            void take() throws IOException;
        }
    }

    /** Called by the thread that handles the request. */
    Handover(EventStream stream) {
        this.stream = stream;
    }

    @Override
    public void send(Release release) throws IOException {
        Wire message = release.message().wire();
        take(new Step(message.length() + OVERHEAD, () -> stream.answer(message)));
    }

    @Override
    public void begin() {
        turn(stream::begin);
    }

    @Override
    public void part() {
        turn(stream::part);
    }

    /** Takes nothing more, and waits until all that was taken is written, or cannot be. */
    synchronized void settle() throws IOException {
        over = true;
        pauseWhile(() -> writing);
    }

    private void turn(Runnable action) {
        if (!stream.primes()) {
            return;
        }
        try {
            take(new Step(OVERHEAD, action::run));
        } catch (IOException gone) {
            // Nothing depends on it.
        }
    }

    private synchronized void take(Step step) throws IOException {
        if (owner.equals(Thread.currentThread())) {
            pauseWhile(() -> full(step));
        } else if (full(step)) {
            cutOff();
            throw new IOException("the client does not read");
        }
        if (over) {
            throw new IOException("the stream has ended");
        }
        steps.addLast(step);
        waiting += step.size();
        if (!writing) {
            writing = true;
            Thread.ofVirtual().name("handover").start(this::write);
        }
    }

    private boolean full(Step step) {
        return !over && !steps.isEmpty() && waiting + step.size() > MOST_BYTES;
    }

    private void cutOff() {
        if (!cutOff) {
            cutOff = true;
            // Apart, since it is recorded.
            Thread.ofVirtual().name("unread").start(stream::cutOff);
        }
    }

    // Under the lock.
    private void pauseWhile(BooleanSupplier hindrance) throws IOException {
        try {
            while (hindrance.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", e);
        }
    }

    private void write() {
        for (Step step = next(); step != null; step = next()) {
            try {
                step.action().take();
            } catch (IOException | RuntimeException gone) {
                // Nobody is there any more, nor will anybody come back for it.
                drop();
            }
        }
    }

    private synchronized @Nullable Step next() {
        Step step = steps.pollFirst();
        if (step == null) {
            writing = false;
        } else {
            waiting -= step.size();
            cutOff = false;
        }
        notifyAll();
        return step;
    }

    private synchronized void drop() {
        over = true;
        steps.clear();
        waiting = 0;
    }
}
