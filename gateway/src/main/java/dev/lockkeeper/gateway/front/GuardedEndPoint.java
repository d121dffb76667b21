package dev.lockkeeper.gateway.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows how long its peer has kept it waiting for a request, and, while a request of HTTP/1 is being
 * handled, whether the peer went away. Jetty's idle timeout starts again with every byte, and Jetty does not read from
 * an HTTP/1 connection while a request is handled; so neither can be had from it.
 */
final class GuardedEndPoint extends SocketChannelEndPoint {

    private static final int MAX_AHEAD = 16 << 10;

    private final GuardedConnector connector;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean released = new AtomicBoolean();
    private boolean waiting = true;
    private long waitingSince = System.nanoTime();
    private boolean multiplexed;
    private int active;
    private @Nullable Runnable onGone;
    private @Nullable ByteBuffer ahead; // read while looking for the end; in filling position

    GuardedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            GuardedConnector connector) {
        super(channel, selector, key, scheduler);
        this.connector = connector;
    }

    /** The connection that a request came on. */
    static GuardedEndPoint of(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        return (GuardedEndPoint) endPoint;
    }

    /** The header of a request is complete. */
    void begin(boolean http2) {
        lock.lock();
        try {
            multiplexed = http2;
            active++;
            waiting = false;
        } finally {
            lock.unlock();
        }
    }

    /** A request is answered. */
    void end() {
        lock.lock();
        try {
            active--;
            if (active == 0 && multiplexed) {
                waiting = true;
                waitingSince = System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls when the peer goes away, until {@link #unwatch}. Only for HTTP/1, after the body was read. */
    void watch(Runnable gone) {
        lock.lock();
        try {
            if (!multiplexed) {
                onGone = gone;
                super.needsFillInterest();
            }
        } finally {
            lock.unlock();
        }
    }

    void unwatch() {
        lock.lock();
        try {
            onGone = null;
        } finally {
            lock.unlock();
        }
    }

    /** Looks after the connection; called every now and then, never blocks. */
    void sweep(long now, long headerNanos, long idleNanos) {
        if (!lock.tryLock()) {
            return;
        }
        boolean late;
        try {
            late = waiting && now - waitingSince > (multiplexed ? idleNanos : headerNanos);
        } finally {
            lock.unlock();
        }
        if (late) {
            close();
        }
    }

    @Override
    public @Nullable Runnable onSelected() {
        Runnable task = super.onSelected();
        lock.lock();
        try {
            return onGone == null ? task : () -> selected(task);
        } finally {
            lock.unlock();
        }
    }

    private void selected(@Nullable Runnable task) {
        if (task != null) {
            task.run();
        }
        Runnable gone = null;
        lock.lock();
        try {
            if (onGone != null && !getFillInterest().isInterested()) {
                if (ended()) {
                    gone = onGone;
                    onGone = null;
                } else if (ahead == null || ahead.hasRemaining()) {
                    super.needsFillInterest();
                }
            }
        } finally {
            lock.unlock();
        }
        if (gone != null) {
            gone.run();
        }
    }

    // What is read here is handed to Jetty by the next fill.
    private boolean ended() {
        ByteBuffer buffer = ahead == null ? ByteBuffer.allocate(MAX_AHEAD) : ahead;
        try {
            int read = buffer.hasRemaining() ? getChannel().read(buffer) : 0;
            ahead = buffer.position() > 0 ? buffer : null;
            return read < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            int filled = ahead == null ? super.fill(buffer) : fillFrom(ahead, buffer);
            if (filled > 0 && active == 0 && !waiting) {
                waiting = true;
                waitingSince = System.nanoTime();
            }
            return filled;
        } finally {
            lock.unlock();
        }
    }

    private int fillFrom(ByteBuffer source, ByteBuffer buffer) {
        source.flip();
        int position = BufferUtil.flipToFill(buffer);
        int length = Math.min(source.remaining(), buffer.remaining());
        buffer.put(buffer.position(), source, source.position(), length);
        buffer.position(buffer.position() + length);
        source.position(source.position() + length);
        BufferUtil.flipToFlush(buffer, position);
        source.compact();
        ahead = source.position() > 0 ? source : null;
        notIdle();
        return length;
    }

    @Override
    protected void needsFillInterest() {
        boolean buffered;
        lock.lock();
        try {
            buffered = ahead != null;
        } finally {
            lock.unlock();
        }
        if (buffered) {
            Thread.startVirtualThread(getFillInterest()::fillable);
        } else {
            super.needsFillInterest();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        if (released.compareAndSet(false, true)) {
            connector.released(this);
        }
    }
}
