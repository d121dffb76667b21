package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.ForwardingListener;
import dev.lockkeeper.gateway.upstream.UpstreamListener;

/** Listens for somebody who is named only once it is known what the server speaks. Thread-safe. */
final class LateListener extends ForwardingListener {

    private volatile UpstreamListener target;

    /** @param first hears what comes until another is named */
    LateListener(UpstreamListener first) {
        this.target = first;
    }

    void to(UpstreamListener next) {
        target = next;
    }

    @Override
    protected UpstreamListener target() {
        return target;
    }
}
