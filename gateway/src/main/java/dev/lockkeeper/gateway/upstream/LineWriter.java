package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.mcp.Wire;
import dev.lockkeeper.mcp.WireEdit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes messages to a server's standard input, one line each, in the order in which they are put, on a thread of its
 * own: a server that does not read holds up nobody but that thread. Thread-safe.
 */
final class LineWriter implements AutoCloseable {

    /** Few, because each may be as large as a message can be. */
    private static final int WAITING = 16;

    private static final Wire END = Wire.of("");

    private final BlockingQueue<Wire> queue = new ArrayBlockingQueue<>(WAITING);
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
        return queue.offer(line, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Takes a message if there is room for it now. */
    boolean offer(Wire line) {
        return queue.offer(line);
    }

    /** Takes back a message that was not begun to be written. */
    boolean withdraw(Wire line) {
        return queue.removeIf(waiting -> waiting == line);
    }

    /** Closes the stream after what is waiting was written; does not wait for that. */
    @Override
    public void close() {
        if (!queue.offer(END)) {
            queue.clear();
            queue.offer(END);
        }
    }

    private void write() {
        try (out) {
            for (Wire line = queue.take(); line != END; line = queue.take()) {
                WireEdit.singleLine(line).writeTo(out);
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
