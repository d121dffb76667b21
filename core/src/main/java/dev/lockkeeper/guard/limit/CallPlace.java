package dev.lockkeeper.guard.limit;

import dev.lockkeeper.guard.Place;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** What a message holds of the limits until it is over. */
final class CallPlace implements Place {

    private final List<Meter> meters;
    private final boolean holds;
    private final Circuit circuit;
    private final CircuitLimits limits;
    private final boolean probe;
    private final LongSupplier nanos;
    private final long begun;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param meters which count the answer
     * @param holds whether it is a call, which holds its place in all of them
     * @param probe whether it is the one that tries a server which did not answer
     */
    CallPlace(
            List<Meter> meters,
            boolean holds,
            Circuit circuit,
            CircuitLimits limits,
            boolean probe,
            LongSupplier nanos,
            long begun) {
        this.meters = meters;
        this.holds = holds;
        this.circuit = circuit;
        this.limits = limits;
        this.probe = probe;
        this.nanos = nanos;
        this.begun = begun;
    }

    @Override
    public void answered(long bytes) {
        for (Meter meter : meters) {
            meter.answered(bytes);
        }
        told.set(true);
        circuit.answered();
    }

    @Override
    public void failed() {
        told.set(true);
        if (!holds) {
            // A stream of notifications that ends says nothing of calls.
            return;
        }
        circuit.failed(begun, nanos.getAsLong(), limits);
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (probe && !told.get()) {
            circuit.unused(nanos.getAsLong());
        }
        if (holds) {
            long now = nanos.getAsLong();
            for (Meter meter : meters) {
                meter.end(now);
                meter.leave();
            }
        }
    }
}
