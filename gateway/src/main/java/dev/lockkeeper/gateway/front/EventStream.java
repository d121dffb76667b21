package dev.lockkeeper.gateway.front;

import dev.lockkeeper.decide.Release;
import dev.lockkeeper.gateway.session.ClientChannel;
import dev.lockkeeper.mcp.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one HTTP request: a JSON object, or, once something comes before it or it takes long, a stream of
 * server-sent events (WHATWG HTML, section 9.2). A quiet stream carries a comment now and then. A stream with a track
 * can be resumed: it goes on in the answer to another request. Thread-safe.
 */
final class EventStream implements ClientChannel {

    private static final byte[] NOTHING = {};

    private final Pulse pulse;
    private final Duration keepAlive;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Visit visit; // null while nobody is there
    private @Nullable Track track;
    private boolean open;
    private boolean closed;
    private boolean scheduled;
    private volatile long due;
    private volatile Runnable onGone = () -> {};

    EventStream(Visit visit, Pulse pulse, Duration keepAlive) {
        this.visit = visit;
        this.pulse = pulse;
        this.keepAlive = keepAlive;
    }

    /** Lets the stream be resumed. Called before anything is sent. */
    void follow(@Nullable Track own) {
        track = own;
    }

    /** Whether its client may be told, before anything else, how to resume it. */
    boolean primes() {
        return track != null && track.primes();
    }

    /** Calls this, which may not wait, when the stream ends because something does not reach the peer. */
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

    /** Opens the stream now, so that its header reaches the peer, with what it missed. */
    void openNow(List<Replay.Kept> missed) throws IOException {
        lock.lock();
        try {
            write(opening(), missed.isEmpty() ? Events.COMMENT : Events.of(missed));
        } finally {
            lock.unlock();
        }
    }

    /** Opens the stream with the event that tells where messages are taken. */
    void openAt(String endpoint) throws IOException {
        lock.lock();
        try {
            write(opening(), Events.endpoint(endpoint));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(Release release) throws IOException {
        send(release.message().wire());
    }

    /** Gives one of many answers. */
    void answer(Wire answer) throws IOException {
        send(answer);
    }

    private void send(Wire message) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the stream has ended");
            }
            byte[] opening = opening();
            write(opening, Events.of(message, track == null ? null : track.keep(message, false)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begin() {
        lock.lock();
        try {
            if (!closed && primes()) {
                write(opening(), NOTHING);
            }
        } catch (IOException gone) {
            // What comes is kept for a client that comes back.
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void part() {
        lock.lock();
        try {
            Visit to = visit;
            if (!closed && open && to != null && primes()) {
                cancel();
                visit = null;
                complete(to);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What the stream begins with, which has an id before everything else on it. */
    private byte[] opening() {
        if (open || visit == null) {
            return NOTHING;
        }
        open = true;
        begin(visit);
        return track == null ? NOTHING : track.opening();
    }

    private void write(byte[] opening, byte[] bytes) throws IOException {
        Visit to = visit;
        if (to == null) {
            return;
        }
        try {
            ByteBuffer both = ByteBuffer.allocate(opening.length + bytes.length);
            to.output().write(false, both.put(opening).put(bytes).flip());
            schedule(keepAlive);
        } catch (IOException e) {
            lost(to, e);
        }
    }

    private static void begin(Visit to) {
        HttpFields.Mutable headers = to.output().response().getHeaders();
        to.output().response().setStatus(200);
        headers.put("Content-Type", "text/event-stream");
        headers.put("X-Accel-Buffering", "no");
    }

    private void lost(Visit from, IOException cause) throws IOException {
        cancel();
        visit = null;
        from.abort(cause);
        if (track == null || !track.outlivesItsClient()) {
            closed = true;
            onGone.run();
            throw cause;
        }
    }

    /**
     * Goes on in the answer to another request.
     *
     * @param missed says what was sent before and did not arrive
     * @return false where the stream has ended
     */
    boolean resume(Visit other, Supplier<List<Replay.Kept>> missed) throws IOException {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Visit before = visit;
            visit = other;
            open = true;
            begin(other);
            openNow(missed.get());
            if (before != null) {
                Thread.startVirtualThread(() -> complete(before));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection of a client that does not read, also while something is being written to it. */
    void cutOff() {
        Visit unread = visit;
        if (unread != null) {
            unread.abort(new IOException("the peer does not read", new TimeoutException()));
        }
    }

    /** The client of this request went away. */
    void leave(Visit gone) {
        lock.lock();
        try {
            if (visit == gone) {
                cancel();
                visit = null;
            }
        } finally {
            lock.unlock();
        }
        gone.abort(new IOException("the peer went away"));
    }

    /**
     * Gives the answer and ends.
     *
     * @param status of the answer where no stream was opened
     */
    void finish(int status, Wire answer) throws IOException {
        finish(status, List.of(answer), answer);
    }

    /** Gives the answers to a batch and ends. */
    void finish(List<Wire> answers) throws IOException {
        finish(200, answers, Answers.batch(answers));
    }

    private void finish(int status, List<Wire> events, Wire whole) throws IOException {
        lock.lock();
        try {
            close();
            byte[] last = open ? last(events) : NOTHING;
            Visit to = visit;
            if (to == null) {
                return;
            }
            if (open) {
                to.output().write(true, ByteBuffer.wrap(last));
            } else {
                forget();
                to.output().whole(status, "application/json", whole.buffer());
            }
            to.complete();
        } finally {
            lock.unlock();
        }
    }

    private byte[] last(List<Wire> answers) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < answers.size(); i++) {
            Wire answer = answers.get(i);
            out.writeBytes(Events.of(answer, track == null ? null : track.keep(answer, i == answers.size() - 1)));
        }
        return out.toByteArray();
    }

    @Override
    public void end() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                cancel();
            }
            if (visit != null) {
                complete(visit);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void complete(Visit open) {
        try {
            open.output().write(true, ByteBuffer.allocate(0));
            open.complete();
        } catch (IOException e) {
            open.abort(e);
        }
    }

    /** Stops sending comments, whatever happened; the answer may still be given. */
    void abandon() {
        lock.lock();
        try {
            closed = true;
            cancel();
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        if (track != null) {
            track.forget();
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
        due = System.nanoTime() + delay.toNanos();
        if (!scheduled) {
            scheduled = true;
            pulse.add(this);
        }
    }

    private void cancel() {
        if (scheduled) {
            scheduled = false;
            pulse.remove(this);
        }
    }

    /** Whether it is time for a comment, by {@code System.nanoTime()}; true once for each time. For the pulse only. */
    boolean isDue(long now) {
        if (now - due < 0) {
            return false;
        }
        due = now + keepAlive.toNanos();
        return true;
    }

    /** Writes a comment, which opens the stream if it is not open. */
    void comment() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                write(opening(), Events.COMMENT);
            }
        } catch (IOException e) {
            // What follows from it has been done.
        } finally {
            lock.unlock();
        }
    }
}
