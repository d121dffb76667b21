package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.mcp.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one HTTP request: a JSON object, or, once something comes before it or it takes long, a stream of
 * server-sent events (WHATWG HTML, section 9.2). A quiet stream carries a comment now and then. Thread-safe.
 */
final class EventStream implements ClientChannel {

    private static final byte[] HEAD = "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT_LINE = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Visit visit;
    private final Scheduler scheduler;
    private final Duration keepAlive;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean open;
    private boolean closed;
    private Scheduler.@Nullable Task next;
    private volatile Runnable onGone = () -> {};

    EventStream(Visit visit, Scheduler scheduler, Duration keepAlive) {
        this.visit = visit;
        this.scheduler = scheduler;
        this.keepAlive = keepAlive;
    }

    /** Calls this when a comment does not reach the peer. */
    void whenGone(Runnable action) {
        onGone = action;
    }

    /** Opens the stream by a comment if no answer comes within this time. */
    void openAfter(Duration delay) {
        lock.lock();
        try {
            schedule(delay);
        } finally {
            lock.unlock();
        }
    }

    /** Opens the stream now, so that its header reaches the peer. */
    void openNow() throws IOException {
        write(COMMENT);
    }

    @Override
    public void send(Release release) throws IOException {
        write(event(release.message().wire()));
    }

    private void write(byte[] bytes) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the stream has ended");
            }
            if (!open) {
                HttpFields.Mutable headers = visit.output().response().getHeaders();
                visit.output().response().setStatus(200);
                headers.put("Content-Type", "text/event-stream");
                headers.put("X-Accel-Buffering", "no");
                open = true;
            }
            try {
                visit.output().write(false, ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                closed = true;
                throw e;
            }
            schedule(keepAlive);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the answer and ends.
     *
     * @param status of the answer where no stream was opened
     */
    void finish(int status, Wire answer) throws IOException {
        lock.lock();
        try {
            close();
            if (open) {
                visit.output().write(true, ByteBuffer.wrap(event(answer)));
            } else {
                visit.output().whole(status, "application/json", answer.buffer());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            close();
            visit.output().write(true, ByteBuffer.allocate(0));
            visit.complete();
        } catch (IOException e) {
            visit.abort(e);
        } finally {
            lock.unlock();
        }
    }

    /** Stops sending comments, whatever happened; the answer may still be given. */
    void abandon() {
        lock.lock();
        try {
            closed = true;
            cancel();
        } finally {
            lock.unlock();
        }
    }

    private void close() throws IOException {
        cancel();
        if (closed) {
            throw new IOException("the stream has ended");
        }
        closed = true;
    }

    private void schedule(Duration delay) {
        cancel();
        next = scheduler.schedule(
                () -> Thread.startVirtualThread(this::comment), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (next != null) {
            next.cancel();
        }
    }

    private void comment() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                write(COMMENT);
            }
        } catch (IOException e) {
            onGone.run();
        } finally {
            lock.unlock();
        }
    }

    /** One event; a line break of the message, which JSON allows between its tokens, begins another data line. */
    static byte[] event(Wire message) {
        var out = new ByteArrayOutputStream(message.length() + 32);
        out.writeBytes(HEAD);
        byte[] bytes = message.bytes();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                out.write(bytes, from, i - from);
                out.writeBytes(NEXT_LINE);
                from = i + 1;
            }
        }
        out.write(bytes, from, bytes.length - from);
        out.write('\n');
        out.write('\n');
        return out.toByteArray();
    }
}
