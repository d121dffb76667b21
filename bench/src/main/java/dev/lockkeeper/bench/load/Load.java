package dev.lockkeeper.bench.load;

import dev.lockkeeper.json.JsonNumber;
import dev.lockkeeper.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Calls with a number of connections, a thread each. With a rate, call number n is due at n / rate whether or not the
 * ones before it are answered, and its latency counts from when it was due (no coordinated omission); without one, each
 * connection calls as fast as it is answered.
 */
final class Load {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Target target;
    private final String tool;
    private final int connections;
    private final long nanosPerCall;
    private final Recorder latencies = new Recorder(LONGEST, 3);
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();
    private volatile boolean over;

    /** @param rate calls a second; 0 for as many as possible */
    Load(Target target, String tool, int connections, int rate) {
        this.target = target;
        this.tool = tool;
        this.connections = connections;
        this.nanosPerCall = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
    }

    /** Runs for so long, and tells what was measured. */
    JsonObject run(long millis) throws IOException, InterruptedException {
        List<Caller> callers = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                Caller caller = Caller.open(target, tool);
                callers.add(caller);
                // The first call of a session has the tools listed, which is not what is measured.
                if (!caller.call()) {
                    throw new IOException("the first call is not answered by a result: " + caller.answer());
                }
            }
            long start = System.nanoTime();
            List<Thread> threads = callers.stream()
                    .map(caller -> Thread.ofPlatform().name("caller").start(() -> repeat(caller, start)))
                    .toList();
            Thread.sleep(millis);
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
            return measured(System.nanoTime() - start);
        } finally {
            for (Caller caller : callers) {
                caller.close();
            }
        }
    }

    private void repeat(Caller caller, long start) {
        try {
            while (!over) {
                long due = nanosPerCall == 0 ? System.nanoTime() : start + next.getAndIncrement() * nanosPerCall;
                await(due);
                if (!caller.call()) {
                    failed(caller.answer());
                }
                latencies.recordValue(Math.clamp(System.nanoTime() - due, 1, LONGEST));
            }
        } catch (IOException e) {
            failed(e.toString());
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void failed(String what) {
        errors.incrementAndGet();
        firstError.compareAndSet(null, what);
    }

    private JsonObject measured(long nanos) {
        Histogram histogram = latencies.getIntervalHistogram();
        var json = JsonObject.EMPTY
                .with("calls", JsonNumber.of(histogram.getTotalCount()))
                .with("errors", JsonNumber.of(errors.get()))
                .with("nanos", JsonNumber.of(nanos))
                .with("p50", JsonNumber.of(histogram.getValueAtPercentile(50)))
                .with("p90", JsonNumber.of(histogram.getValueAtPercentile(90)))
                .with("p99", JsonNumber.of(histogram.getValueAtPercentile(99)))
                .with("p999", JsonNumber.of(histogram.getValueAtPercentile(99.9)))
                .with("max", JsonNumber.of(histogram.getMaxValue()));
        String error = firstError.get();
        return error == null ? json : json.with("error", error);
    }
}
