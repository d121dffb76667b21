package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.Connector;
import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.mcp.Era;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Opens conversations with servers that keep nobody waiting for what they are told, and count for the limits. */
record Unhurried(Connector connector, BiConsumer<Permit, UpstreamFailure> undelivered) implements Connector {

    @Override
    public boolean knows(String server) {
        return connector.knows(server);
    }

    @Override
    public Upstream open(String server, UpstreamListener listener) throws UpstreamFailure {
        return new Outbox(new Metered(connector.open(server, listener)), undelivered);
    }

    @Override
    public Object connection(String server) {
        return connector.connection(server);
    }

    @Override
    public boolean remote(String server) {
        return connector.remote(server);
    }

    @Override
    public Optional<Era> era(String server) {
        return connector.era(server);
    }
}
