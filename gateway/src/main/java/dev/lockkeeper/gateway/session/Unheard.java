package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.mcp.Message;
import org.jspecify.annotations.Nullable;

/** Where goes what a server says before anybody was introduced to it. */
enum Unheard implements UpstreamListener {
    UNHEARD;

    @Override
    public void received(Message message, @Nullable Permit related) {}

    @Override
    public void refused(UpstreamFailure failure) {}

    @Override
    public void reopened() {}

    @Override
    public void closed(UpstreamFailure failure) {}
}
