package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Release;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a server says by itself until the client listens; bounded in number and bytes, the oldest goes first. Who
 * offers never waits for the client: a thread of its own delivers, and lives only while there is something to deliver.
 * Thread-safe.
 */
final class Listener {

    /** Of messages that wait; a tree in memory is many times larger than its text. */
    private static final int MOST_BYTES = 256 << 10;

    private final int capacity;
    private final Deque<Release> queue = new ArrayDeque<>(0);
    private @Nullable Ear ear;
    private long waiting;
    private boolean closed;

    Listener(int capacity) {
        this.capacity = capacity;
    }

    /** Whether a client listens right now. */
    synchronized boolean present() {
        return ear != null;
    }

    synchronized void offer(Release release) {
        int size = release.message().wire().length();
        // A message larger than the bound goes only to who takes it at once.
        if (closed || capacity == 0 || size > MOST_BYTES && !(ear != null && queue.isEmpty())) {
            return;
        }
        while (!queue.isEmpty() && (queue.size() >= capacity || waiting + size > MOST_BYTES)) {
            waiting -= queue.removeFirst().message().wire().length();
        }
        queue.addLast(release);
        waiting += size;
        if (ear != null) {
            ear.wake();
        }
    }

    /** Delivers to this channel in place of the one before, until one of both sides is closed or the channel breaks. */
    synchronized Listening listen(ClientChannel channel) {
        var next = new Ear(channel);
        Ear before = ear;
        ear = closed ? null : next;
        if (before != null) {
            before.wake();
        }
        if (closed || !queue.isEmpty()) {
            next.wake();
        }
        return next;
    }

    synchronized void close() {
        closed = true;
        queue.clear();
        waiting = 0;
        if (ear != null) {
            leave(ear);
        }
    }

    private synchronized void leave(Ear leaving) {
        if (ear == leaving) {
            ear = null;
            leaving.wake();
        }
    }

    /** One client that listens; it hears what comes until another takes its place. */
    private final class Ear implements Listening {

        private final ClientChannel channel;
        private boolean awake;

        Ear(ClientChannel channel) {
            this.channel = channel;
        }

        // Under the lock of the listener.
        private void wake() {
            if (!awake) {
                awake = true;
                Thread.ofVirtual().name("listener").start(this::deliver);
            }
        }

        private void deliver() {
            while (true) {
                Release next;
                synchronized (Listener.this) {
                    if (ear != this) {
                        break;
                    }
                    next = queue.pollFirst();
                    if (next == null) {
                        awake = false;
                        return;
                    }
                    waiting -= next.message().wire().length();
                }
                try {
                    channel.send(next);
                } catch (IOException | RuntimeException gone) {
                    // What the client did not get is lost, as on any broken stream.
                    leave(this);
                }
            }
            // It stays awake for ever, so that this is done once.
            channel.end();
        }

        @Override
        public void close() {
            leave(this);
        }
    }
}
