package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.mcp.Response;

/** An upstream that tells the limits how each request went: what was answered, or that nothing was. Thread-safe. */
final class Metered implements Upstream {

    private final Upstream upstream;
    private volatile boolean closed;

    Metered(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        try {
            Response response = upstream.forward(permit);
            permit.place().answered(response.wire().length());
            return response;
        } catch (UpstreamFailure failure) {
            // A client that leaves or cancels says nothing of the server.
            if (failure.outage() && !closed && !Thread.currentThread().isInterrupted()) {
                permit.place().failed();
            }
            throw failure;
        }
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        upstream.tell(permit);
    }

    @Override
    public boolean isOpen() {
        return upstream.isOpen();
    }

    @Override
    public void close() {
        closed = true;
        upstream.close();
    }
}
