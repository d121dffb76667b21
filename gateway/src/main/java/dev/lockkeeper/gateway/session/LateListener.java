package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.mcp.Message;
import org.jspecify.annotations.Nullable;

/** Listens for somebody who is named only once it is known what the server speaks. Thread-safe. */
final class LateListener implements UpstreamListener {

    private volatile UpstreamListener target;

    /** @param first hears what comes until another is named */
    LateListener(UpstreamListener first) {
        this.target = first;
    }

    void to(UpstreamListener next) {
        target = next;
    }

    @Override
    public void received(Message message, @Nullable Permit related) {
        target.received(message, related);
    }

    @Override
    public void begun(Permit request) {
        target.begun(request);
    }

    @Override
    public void parted(Permit request) {
        target.parted(request);
    }

    @Override
    public void refused(UpstreamFailure failure) {
        target.refused(failure);
    }

    @Override
    public void reopened() {
        target.reopened();
    }

    @Override
    public void closed(UpstreamFailure failure) {
        target.closed(failure);
    }
}
