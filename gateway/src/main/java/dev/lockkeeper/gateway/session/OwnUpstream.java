package dev.lockkeeper.gateway.session;

import dev.lockkeeper.gateway.upstream.Upstream;
import dev.lockkeeper.gateway.upstream.UpstreamFailure;
import dev.lockkeeper.reason.Reason;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one upstream of a session, opened by the first message that needs it. Until a client was introduced on it, one
 * that was lost is opened again; afterwards it is not, for the next would know nothing of the client. Thread-safe.
 */
final class OwnUpstream {

    private final Route way;
    private final ServerVoice voice;
    private final ReentrantLock opening = new ReentrantLock();
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
        opening.lock();
        try {
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
        } finally {
            opening.unlock();
        }
    }

    /** Takes an upstream that was opened to find out what it speaks; false where there is another already. */
    boolean adopt(Upstream found, LateListener late) {
        opening.lock();
        try {
            if (shut || open != null) {
                return false;
            }
            late.to(voice);
            take(found, late);
            return true;
        } finally {
            opening.unlock();
        }
    }

    /** A client was introduced; false where the upstream was lost meanwhile. */
    boolean settle() {
        opening.lock();
        try {
            settled = open != null;
            return settled;
        } finally {
            opening.unlock();
        }
    }

    /** Closes an upstream that was lost, to open another when one is needed; false where none may follow it. */
    boolean renew() {
        Upstream lost;
        opening.lock();
        try {
            if (settled) {
                return false;
            }
            lost = open;
            open = null;
        } finally {
            opening.unlock();
        }
        close(lost);
        return true;
    }

    /** Closes for good. */
    void shut() {
        Upstream last;
        opening.lock();
        try {
            shut = true;
            last = open;
            open = null;
        } finally {
            opening.unlock();
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
