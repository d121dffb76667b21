package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Message;
import org.jspecify.annotations.Nullable;

/** Hands everything on to another listener; who extends it keeps for itself what it overrides. */
public abstract class ForwardingListener implements UpstreamListener {

    /** Who hears it; may change. */
    protected abstract UpstreamListener target();

    @Override
    public void received(Message message, @Nullable Permit related) {
        target().received(message, related);
    }

    @Override
    public void begun(Permit request) {
        target().begun(request);
    }

    @Override
    public void parted(Permit request) {
        target().parted(request);
    }

    @Override
    public void refused(UpstreamFailure failure) {
        target().refused(failure);
    }

    @Override
    public void reopened() {
        target().reopened();
    }

    @Override
    public void closed(UpstreamFailure failure) {
        target().closed(failure);
    }
}
