package dev.lockkeeper.gateway.cli;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to the log. INVARIANT: who decides never waits for who reads the log; lines that find no room are
 * left out, and the log tells how many. Nothing is lost by it: the journal has the decisions. Thread-safe.
 */
final class LogQueue implements AutoCloseable {

    private static final int MOST_LINES = 4_096;
    private static final int CHUNK = 32 << 10;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final PrintStream out;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    LogQueue(PrintStream out) {
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("log").start(this::write);
    }

    void println(String line) {
        if (!lines.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                print(lines.take());
                // Under load who decides finds nobody to wake, and more lines come together.
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // The end: what is left is written still.
            for (String line = lines.poll(); line != null; line = lines.poll()) {
                print(line);
            }
        }
    }

    // Lines that came together are written together.
    private void print(String first) {
        var text = new StringBuilder(first).append('\n');
        @Nullable String next = text.length() < CHUNK ? lines.poll() : null;
        while (next != null) {
            text.append(next).append('\n');
            next = text.length() < CHUNK ? lines.poll() : null;
        }
        long left = dropped.getAndSet(0);
        if (left > 0) {
            text.append(JsonObject.EMPTY
                            .with("time", Instant.now().toString())
                            .with("event", "log-dropped")
                            .with("lines", JsonNumber.of(left))
                            .text())
                    .append('\n');
        }
        out.print(text);
        out.flush();
    }

    /** Writes what waits, but does not wait long for a reader. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
