package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told. */
final class Heard implements UpstreamListener {

    record Received(Message message, Optional<Permit> related) {}

    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger reopened = new AtomicInteger();
    final List<UpstreamFailure> refused = new CopyOnWriteArrayList<>();
    final List<UpstreamFailure> closed = new CopyOnWriteArrayList<>();

    @Override
    public void received(Message message, @Nullable Permit related) {
        received.add(new Received(message, Optional.ofNullable(related)));
    }

    @Override
    public void refused(UpstreamFailure failure) {
        refused.add(failure);
    }

    @Override
    public void reopened() {
        reopened.incrementAndGet();
    }

    @Override
    public void closed(UpstreamFailure failure) {
        closed.add(failure);
    }
}
