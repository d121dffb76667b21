package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds what a server says by itself until the client listens; bounded in number and bytes, the oldest goes first.
 * Thread-safe.
 */
final class Listener {

    /** Of messages that wait; a tree in memory is many times larger than its text. */
    private static final int MOST_BYTES = 256 << 10;

    private final int capacity;
    private final Deque<Release> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long generation;
    private long waiting;
    private boolean listening;
    private boolean closed;

    Listener(int capacity) {
        this.capacity = capacity;
    }

    /** Whether a client listens right now. */
    boolean present() {
        lock.lock();
        try {
            return listening && !closed;
        } finally {
            lock.unlock();
        }
    }

    void offer(Release release) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            int size = release.message().wire().length();
            // A message larger than the bound goes only to who takes it at once.
            if (capacity == 0 || size > MOST_BYTES && !(listening && queue.isEmpty())) {
                return;
            }
            while (!queue.isEmpty() && (queue.size() >= capacity || waiting + size > MOST_BYTES)) {
                waiting -= queue.removeFirst().message().wire().length();
            }
            queue.addLast(release);
            waiting += size;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Delivers until closed, interrupted, replaced by a newer listener, or the channel breaks. */
    void drainTo(ClientChannel channel) throws InterruptedException {
        long mine;
        lock.lock();
        try {
            mine = ++generation;
            listening = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (Release next = take(mine); next != null; next = take(mine)) {
                channel.send(next);
            }
        } catch (IOException gone) {
            // The client went away; what it did not get is lost, as on any broken stream.
        } finally {
            lock.lock();
            try {
                listening = listening && generation != mine;
            } finally {
                lock.unlock();
            }
        }
    }

    private @org.jspecify.annotations.Nullable Release take(long mine) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closed && generation == mine) {
                changed.await();
            }
            if (closed || generation != mine) {
                return null;
            }
            Release next = queue.removeFirst();
            waiting -= next.message().wire().length();
            return next;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            waiting = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
