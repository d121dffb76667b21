package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The one upstream of a session, opened by the first message that needs it. Until a client was introduced on it, one
 * that was lost is opened again; afterwards it is not, for the next would know nothing of the client. Thread-safe.
 */
final class OwnUpstream {

    private final Route way;
    private final ServerVoice voice;
    private volatile @Nullable Upstream open;
    private volatile LateListener ear;
    private boolean settled;
    private boolean shut;

    /** @param voice hears what the server says, until another is named */
    OwnUpstream(Route way, ServerVoice voice) {
        this.way = way;
        this.voice = voice;
        this.ear = new LateListener(voice);
    }

    boolean isOpen() {
        return open != null;
    }

    /** Who listens to the upstream that is open. */
    LateListener ear() {
        return ear;
    }

    Upstream get() throws UpstreamFailure {
        Upstream known = open;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (shut) {
                throw new UpstreamFailure(Reason.UPSTREAM_CLOSED, "the conversation is closed");
            }
            known = open;
            if (known == null) {
                var late = new LateListener(voice);
                known = way.connector().open(way.server(), late);
                take(known, late);
            }
            return known;
        }
    }

    /** Takes an upstream that was opened to find out what it speaks; false where there is another already. */
    synchronized boolean adopt(Upstream found, LateListener late) {
        if (shut || open != null) {
            return false;
        }
        late.to(voice);
        take(found, late);
        return true;
    }

    /** A client was introduced; false where the upstream was lost meanwhile. */
    synchronized boolean settle() {
        settled = open != null;
        return settled;
    }

    /** Closes an upstream that was lost, to open another when one is needed; false where none may follow it. */
    boolean renew() {
        Upstream lost;
        synchronized (this) {
            if (settled) {
                return false;
            }
            lost = open;
            open = null;
        }
        close(lost);
        return true;
    }

    /** Closes for good. */
    void shut() {
        Upstream last;
        synchronized (this) {
            shut = true;
            last = open;
            open = null;
        }
        close(last);
    }

    // Under the lock.
    private void take(Upstream taken, LateListener late) {
        ear = late;
        open = taken;
        voice.speaksThrough(taken);
    }

    private static void close(@Nullable Upstream upstream) {
        if (upstream != null) {
            upstream.close();
        }
    }
}
