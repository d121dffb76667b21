package dev.lockkeeper.gateway.upstream;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation with a server of which is not known in which way it speaks HTTP: Streamable HTTP, until the server
 * refuses {@code initialize} as one of HTTP+SSE does and opens such a stream instead (MCP, "Backward Compatibility").
 */
final class FallbackUpstream implements Upstream {

    private static final Logger LOG = LoggerFactory.getLogger(FallbackUpstream.class);

    private final String name;
    private final RemoteServer server;
    private final RemoteSettings settings;
    private final UpstreamListener listener;
    private final HttpUpstream first;
    private volatile @Nullable SseUpstream second;
    private boolean closed;

    FallbackUpstream(String name, RemoteServer server, RemoteSettings settings, UpstreamListener listener) {
        this.name = name;
        this.server = server;
        this.settings = settings;
        this.listener = listener;
        this.first = new HttpUpstream(name, server, settings, listener);
    }

    @Override
    public Response forward(Permit permit) throws UpstreamFailure {
        if (second != null || !permit.action().method().equals("initialize")) {
            return current().forward(permit);
        }
        @Nullable Response refusal = null;
        @Nullable UpstreamFailure failure = null;
        try {
            refusal = first.forward(permit);
        } catch (UpstreamFailure e) {
            failure = e;
        }
        if (first.refusedAsOld() && fallBack()) {
            return current().forward(permit);
        }
        if (refusal == null) {
            throw failure == null ? new UpstreamFailure(Reason.INTERNAL_FAULT, "no outcome") : failure;
        }
        return refusal;
    }

    @Override
    public void tell(Permit permit) throws UpstreamFailure {
        current().tell(permit);
    }

    @Override
    public boolean isOpen() {
        return current().isOpen();
    }

    @Override
    public void close() {
        SseUpstream other;
        synchronized (this) {
            closed = true;
            other = second;
        }
        first.close();
        if (other != null) {
            other.close();
        }
    }

    private Upstream current() {
        SseUpstream other = second;
        return other == null ? first : other;
    }

    private boolean fallBack() {
        var other = new SseUpstream(name, server, settings, listener);
        try {
            other.connect();
        } catch (UpstreamFailure e) {
            LOG.debug("no HTTP+SSE either: {}", e.getMessage());
            other.close();
            return false;
        }
        synchronized (this) {
            if (!closed) {
                second = other;
                return true;
            }
        }
        other.close();
        return false;
    }
}
