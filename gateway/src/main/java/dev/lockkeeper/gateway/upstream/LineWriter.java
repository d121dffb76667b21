package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes messages to a server's standard input, one line each, in the order in which they are put, on a thread of its
 * own: a server that does not read holds up nobody but that thread. Thread-safe.
 */
final class LineWriter implements AutoCloseable {

    /** Few, because each may be as large as a message can be. */
    private static final int WAITING = 16;

    /** One line; whoever is put takes room, whoever is urgent does not wait for it. */
    private record Line(Wire text, boolean takesRoom) {}

    private static final Wire END = Wire.of("");

    private final BlockingDeque<Line> queue = new LinkedBlockingDeque<>();
    private final Semaphore room = new Semaphore(WAITING);
    private final OutputStream out;

    private LineWriter(OutputStream out) {
        this.out = out;
    }

    static LineWriter start(String name, OutputStream out) {
        var writer = new LineWriter(new BufferedOutputStream(out, 16 << 10));
        // A platform thread: a pipe that blocks would hold a carrier of virtual threads.
        Thread.ofPlatform().daemon().name("stdin-" + name).start(writer::write);
        return writer;
    }

    /**
     * Hands a message over; waits while too many are waiting already.
     *
     * @return whether it was taken within the time
     */
    boolean put(Wire line, Duration timeout) throws InterruptedException {
        if (!room.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        queue.addLast(new Line(line, true));
        return true;
    }

    /**
     * Hands over a message that goes before all that wait and waits for nothing itself. Only for what is small, and of
     * which there cannot be many, such as one cancellation for each request.
     */
    void urge(Wire line) {
        queue.addFirst(new Line(line, false));
    }

    /** Takes back a message that was not begun to be written. */
    boolean withdraw(Wire line) {
        boolean withdrawn = queue.removeIf(waiting -> waiting.text() == line);
        if (withdrawn) {
            room.release();
        }
        return withdrawn;
    }

    /** Closes the stream after what is waiting was written; does not wait for that. */
    @Override
    public void close() {
        if (room.availablePermits() == 0) {
            queue.clear();
        }
        queue.addLast(new Line(END, false));
    }

    private void write() {
        try (out) {
            for (Line line = queue.take(); line.text() != END; line = queue.take()) {
                if (line.takesRoom()) {
                    room.release();
                }
                WireEdit.singleLine(line.text()).writeTo(out);
                out.write('\n');
                if (queue.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The server closed its input or ended; its reader notices what follows from that.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
