package dev.lockkeeper.gateway.session;

import dev.lockkeeper.decide.Permit;
import dev.lockkeeper.gateway.upstream.ForwardingListener;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.gateway.upstream.UpstreamListener;
import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import org.jspecify.annotations.Nullable;

/** What a modern server says, as a legacy client hears it: changes come without the subscription they belong to. */
final class ModernVoice extends ForwardingListener {

    private final UpstreamListener voice;
    private final Watch watch;

    /** @param voice brings to the client what is left */
    ModernVoice(UpstreamListener voice, Watch watch) {
        this.voice = voice;
        this.watch = watch;
    }

    @Override
    protected UpstreamListener target() {
        return voice;
    }

    @Override
    public void received(Message message, @Nullable Permit related) {
        if (message instanceof Notification notice) {
            switch (notice.method()) {
                case "notifications/subscriptions/acknowledged" -> watch.acknowledged(related, notice);
                case "notifications/cancelled" -> watch.ended(notice.params().get("requestId"));
                case "notifications/resources/updated" -> {
                    if (watch.follows(notice.params().string("uri"))) {
                        voice.received(ModernForm.unsubscribed(notice), null);
                    }
                }
                case "notifications/tools/list_changed",
                        "notifications/prompts/list_changed",
                        "notifications/resources/list_changed" -> voice.received(ModernForm.unsubscribed(notice), null);
                default -> voice.received(notice, related);
            }
        } else {
            voice.received(message, related);
        }
    }

    @Override
    public void closed(UpstreamFailure failure) {
        watch.close();
        voice.closed(failure);
    }
}
