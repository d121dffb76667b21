package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds what a server says by itself until the client listens; bounded, the oldest goes first. Thread-safe. */
final class Listener {

    private final int capacity;
    private final Deque<Release> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long generation;
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
            if (queue.size() >= capacity) {
                queue.removeFirst();
            }
            queue.addLast(release);
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
            return closed || generation != mine ? null : queue.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
